package norn.exec;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import norn.limit.Limits;

/** What a program that only answers a question printed: for questions outside of any step, which leave no evidence. */
public record ProgramOutput(int exitCode, String text) {
    /**
     * Asks it.
     *
     * @param environment beside those that every program needs
     * @return empty where it cannot be started, does not end in time, or prints more than {@link Limits#RESULT_BYTES}
     */
    public static Optional<ProgramOutput> of(List<String> argv, Map<String, String> environment, Duration timeout) {
        var builder = new ProcessBuilder(argv).redirectError(Redirect.DISCARD);
        ChildEnvironment.set(builder, Map.of(), environment);
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var output = new CappedOutput(Limits.RESULT_BYTES);
            var copier = StreamCopier.start(process.getInputStream(), output);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    || !copier.isDoneWithin(timeout.toMillis())) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return output.isCut()
                    ? Optional.empty()
                    : Optional.of(new ProgramOutput(process.exitValue(), output.text()));
        } catch (IOException unusable) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
