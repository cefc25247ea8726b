package norn.rehearsal.production;

import java.nio.file.Path;
import norn.rehearsal.mariadb.MariadbPrograms;
import norn.rehearsal.systemd.Systemctl;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox like production is made with.
 *
 * @param pm2Home the folder for the files of its pm2
 * @param pythonPackages the folder of the packages that the AI service needs
 * @param systemctl for the systemd of a user; null: none runs
 */
public record ProductionTools(
        NodePrograms node,
        Path pm2Home,
        Path pythonPackages,
        MariadbPrograms mariadb,
        @Nullable Systemctl systemctl) {}
