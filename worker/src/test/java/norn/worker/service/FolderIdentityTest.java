package norn.worker.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderIdentityTest {
    @TempDir
    Path root;

    @Test
    void a_folder_stays_itself_whatever_is_written_to_it() throws IOException {
        var folder = FolderIdentity.of(root.resolve("home/locks"));

        Files.writeString(root.resolve("home/locks/worker.lock"), "");

        assertThat(folder.isLost()).isFalse();
    }

    @Test
    void one_that_moved_with_a_link_in_its_place_is_itself() throws IOException {
        var folder = FolderIdentity.of(root.resolve("home/locks"));

        Files.move(root.resolve("home"), root.resolve("elsewhere"));
        Files.createSymbolicLink(root.resolve("home"), root.resolve("elsewhere"));

        assertThat(folder.isLost()).isFalse();
    }

    @Test
    void one_that_is_gone_or_replaced_is_lost() throws IOException {
        var folder = FolderIdentity.of(root.resolve("home/locks"));

        Files.move(root.resolve("home"), root.resolve("elsewhere"));
        assertThat(folder.isLost()).isTrue();
        Files.createDirectories(root.resolve("home/locks"));
        assertThat(folder.isLost()).isTrue();
    }

    @Test
    void where_none_can_be_made_there_is_none_to_lose() throws IOException {
        assertThat(FolderIdentity.of(Files.writeString(root.resolve("home"), "").resolve("locks"))
                        .isLost())
                .isFalse();
    }
}
