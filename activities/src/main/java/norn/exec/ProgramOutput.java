package norn.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a program that only answers a question printed: for questions outside of any step, which leave no evidence. */
public record ProgramOutput(int exitCode, String text) {
    /**
     * Asks it.
     *
     * @param environment beside those that every program needs
     * @return empty where it cannot be started, or does not end in time
     */
    public static Optional<ProgramOutput> of(List<String> argv, Map<String, String> environment, Duration timeout) {
        var builder = new ProcessBuilder(argv).redirectError(Redirect.DISCARD);
        ChildEnvironment.set(builder, Map.of(), environment);
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var output = new ByteArrayOutputStream();
            var copier = StreamCopier.start(process.getInputStream(), output);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    || !copier.isDoneWithin(timeout.toMillis())) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return Optional.of(new ProgramOutput(process.exitValue(), output.toString(StandardCharsets.UTF_8)));
        } catch (IOException unusable) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
