package norn.cli.option;

import java.nio.file.Path;
import norn.local.NornHome;
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

    /** The folder. */
    public Path folder() {
        if (config != null) {
            return config.toAbsolutePath();
        }
        var named = System.getenv("NORN_CONFIG");
        return named == null || named.isBlank()
                ? NornHome.ofProcess().config()
                : Path.of(named).toAbsolutePath();
    }
}
