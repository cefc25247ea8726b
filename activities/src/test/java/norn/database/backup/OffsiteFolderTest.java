package norn.database.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.ActionFailed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsiteFolderTest {
    @TempDir
    Path home;

    @Test
    void a_folder_that_is_not_there_is_not_created() {
        var offsite = new OffsiteFolder(home.resolve("offsite"), home.resolve("backups"), true);

        var failed = catchThrowableOfType(ActionFailed.class, offsite::require);

        assertThat(failed.error()).isEqualTo("OffsiteMissing");
        assertThat(failed)
                .hasMessage(
                        "the copy of the dump would not be elsewhere: %s: there is no such folder; is its volume mounted?"
                                .formatted(home.resolve("offsite")));
        assertThat(home.resolve("offsite")).doesNotExist();
    }

    @Test
    void the_mount_point_of_a_volume_that_is_not_mounted_is_not_elsewhere() throws Exception {
        var mountPoint = Files.createDirectories(home.resolve("offsite"));
        var backups = home.resolve("backups");

        assertThat(new OffsiteFolder(mountPoint, backups, false).problem())
                .contains("%s: is on the same volume as the dumps in %s; is its own volume mounted?"
                        .formatted(mountPoint, backups));
        assertThat(new OffsiteFolder(mountPoint, backups, true).problem()).isEmpty();
        assertThat(new OffsiteFolder(Path.of("/proc"), backups, false).problem())
                .isEmpty();
    }
}
