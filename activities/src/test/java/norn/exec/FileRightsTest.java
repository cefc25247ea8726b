package norn.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import norn.exec.FileRights.Right;
import norn.state.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRightsTest {
    private static final long OTHER = 4_711;

    @TempDir
    Path root;

    private final UserAccount own = UserAccount.ofThisProcess();
    private Path file;

    @BeforeEach
    void a_file() throws IOException {
        file = Files.writeString(root.resolve("file"), "");
    }

    private FileRights of(long uid, long group) {
        return new FileRights(new UserAccount("somebody", uid, List.of(group), false));
    }

    private void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private long groupOf(Path path) throws IOException {
        return ((Number) Files.getAttribute(path, "unix:gid")).longValue();
    }

    @Test
    void owner_group_and_others_have_what_the_permissions_of_each_say_and_no_other_ones() throws IOException {
        var uid = own.isRoot() ? OTHER : own.uid();
        if (own.isRoot()) {
            Files.setAttribute(file, "unix:uid", (int) uid);
        }
        mode(file, "-w-r----x");
        var owner = of(uid, groupOf(file));
        var member = of(OTHER + 1, groupOf(file));
        var stranger = of(OTHER + 1, OTHER);

        assertThat(List.of(Right.values()))
                .extracting(
                        right -> owner.at(file, right),
                        right -> member.at(file, right),
                        right -> stranger.at(file, right))
                .containsExactly(
                        tuple(Finding.NO, Finding.YES, Finding.NO),
                        tuple(Finding.YES, Finding.NO, Finding.NO),
                        tuple(Finding.NO, Finding.NO, Finding.YES));
    }

    @Test
    void root_may_do_anything_but_run_what_nobody_may_run() throws IOException {
        var root = of(0, OTHER);
        mode(file, "---------");

        assertThat(root.at(file, Right.READ)).isEqualTo(Finding.YES);
        assertThat(root.at(file, Right.EXECUTE)).isEqualTo(Finding.NO);
        mode(file, "--x------");
        assertThat(root.at(file, Right.EXECUTE)).isEqualTo(Finding.YES);
    }

    @Test
    void a_path_leads_through_folders_that_must_be_entered_also_behind_a_link() throws IOException {
        mode(root, "rwxr-xr-x");
        mode(file, "rw-r--r--");
        var closed = Files.createDirectory(root.resolve("closed"));
        Files.writeString(closed.resolve("inner"), "");
        mode(closed.resolve("inner"), "rw-r--r--");
        mode(closed, "rwxr--r--");
        var link = Files.createSymbolicLink(root.resolve("link"), closed.resolve("inner"));
        var stranger = of(OTHER, OTHER);

        assertThat(stranger.to(file, Right.READ)).isEqualTo(new FileRights.Permit(Finding.YES, ""));
        assertThat(stranger.to(file, Right.WRITE).why()).isEqualTo("it may not write to " + file.toRealPath());
        assertThat(stranger.to(link, Right.READ))
                .isEqualTo(new FileRights.Permit(Finding.NO, "it may not enter " + closed.toRealPath()));
        assertThat(stranger.to(root.resolve("none"), Right.READ))
                .isEqualTo(new FileRights.Permit(Finding.NO, root.resolve("none") + " is not there"));
    }

    @Test
    void of_its_own_user_the_kernel_is_asked() throws IOException {
        var rights = new FileRights(own);

        assertThat(rights.to(file, Right.READ).finding()).isEqualTo(Finding.YES);
        assertThat(rights.to(file, Right.EXECUTE).why()).isEqualTo("it may not run " + file.toRealPath());
        mode(file, "rwx------");
        assertThat(rights.to(file, Right.EXECUTE).finding()).isEqualTo(Finding.YES);
    }

    @Test
    void users_are_those_of_the_machine() {
        assertThat(UserAccount.of(own.name())).contains(own);
        assertThat(UserAccount.of("root").orElseThrow().isRoot()).isTrue();
        assertThat(UserAccount.of("nobody").orElseThrow().isRoot()).isFalse();
        assertThat(UserAccount.of("no-such-user-here")).isEmpty();
        assertThat(UserAccount.of("nobody").orElseThrow().in("no-such-group-here"))
                .isEmpty();
        assertThat(UserAccount.of("nobody")
                        .flatMap(user -> user.in("root"))
                        .orElseThrow()
                        .groups())
                .contains(0L);
    }
}
