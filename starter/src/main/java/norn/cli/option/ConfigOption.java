package norn.cli.option;

import java.nio.file.Path;
import norn.local.NornHome;
import norn.local.rehearsal.RehearsalEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The folder of environments and runbooks. */
public final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "The folder with environments/NAME.yaml and runbooks/NAME.yaml. Default: NORN_CONFIG, else"
                    + " NORN_HOME/config.")
    @Nullable
    Path config;

    /** The folder. That of a home that is a copy is refused while its environment is the other home's. */
    public Path folder() {
        if (config != null) {
            return config.toAbsolutePath();
        }
        var named = System.getenv("NORN_CONFIG");
        if (named != null && !named.isBlank()) {
            return Path.of(named).toAbsolutePath();
        }
        var home = NornHome.ofProcess();
        RehearsalEnvironment.requireOwn(home);
        return home.config();
    }
}
