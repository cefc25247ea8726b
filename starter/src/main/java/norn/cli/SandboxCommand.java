package norn.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.local.NornHome;
import norn.local.rehearsal.RehearsalLock;
import norn.local.rehearsal.StandaloneSandbox;
import norn.rehearsal.Fault;
import norn.rehearsal.SandboxOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the sandbox alone. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a sandbox in the background, and writes its environment 'rehearsal': for a Temporal server and a"
                    + " worker that run elsewhere. 'norn up' starts all three.",
            "A sandbox that was stopped starts as it was, in mid-deployment too. 'norn down' stops it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn sandbox",
            "  norn sandbox --break smoke-test    a new one, whose new release fails",
            "  norn sandbox --cache dragonfly:6379 --cache-password /run/secrets/cache"
        })
final class SandboxCommand implements Callable<Integer> {
    private static final Pattern HOST_AND_PORT = Pattern.compile("([A-Za-z0-9][A-Za-z0-9.-]*):(\\d{1,5})");

    private final Terminal terminal;

    @Mixin
    private ServerOptions server;

    @Option(
            names = "--break",
            paramLabel = "FAULT",
            description =
                    "Give the new release a defect; see 'norn rehearse --help'. A sandbox without it is replaced.")
    private @Nullable String fault;

    @Option(
            names = "--fresh",
            description = "Create a new sandbox in any case. A deployment in progress in the old one is terminated.")
    private boolean fresh;

    @Option(
            names = "--cache",
            paramLabel = "HOST:PORT",
            description = "The Redis-protocol server that the services use. Default: one of the sandbox's own.")
    private @Nullable String cache;

    @Option(
            names = "--cache-password",
            paramLabel = "FILE",
            description = "The file with that server's password, of letters and digits. Required with --cache.")
    private @Nullable Path cachePassword;

    SandboxCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var options = options();
        var home = NornHome.ofProcess().writable();
        var sandbox = RehearsalLock.holding(
                home,
                () -> StandaloneSandbox.start(
                        home,
                        options,
                        fresh,
                        server::connect,
                        line -> terminal.err().println(line)));
        terminal.out().println(sandbox.description().newRelease());
        return ExitCode.DONE;
    }

    private SandboxOptions options() {
        try {
            var options = SandboxOptions.standard().with(fault == null ? Fault.NONE : Fault.named(fault));
            return cache == null && cachePassword == null ? options : withCache(options);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage(String.valueOf(wrong.getMessage()), null);
        }
    }

    private SandboxOptions withCache(SandboxOptions options) {
        if (cache == null || cachePassword == null) {
            throw CommandFailed.usage(
                    "--cache and --cache-password go together",
                    "norn sandbox --cache dragonfly:6379 --cache-password /run/secrets/cache");
        }
        var address = HOST_AND_PORT.matcher(cache);
        if (!address.matches()) {
            throw CommandFailed.usage("--cache %s: expected HOST:PORT".formatted(cache), null);
        }
        return options.withCache(address.group(1), Integer.parseInt(address.group(2)), password(cachePassword));
    }

    private static String password(Path file) {
        try {
            var password = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (!password.matches("[A-Za-z0-9]+")) {
                throw CommandFailed.usage(
                        "%s: expected a password of letters and digits, and nothing else".formatted(file), null);
            }
            return password;
        } catch (IOException unreadable) {
            throw new CommandFailed(
                    ExitCode.CONFIGURATION,
                    "%s: cannot be read (%s)".formatted(file, unreadable.getMessage()),
                    "Name the file with the cache's password.",
                    unreadable);
        }
    }
}
