package norn.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import norn.code.CodeSettings;
import norn.plan.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeCheckTest {
    @TempDir
    Path root;

    private Path tree;

    @BeforeEach
    void a_tree() throws IOException {
        root = root.toRealPath();
        tree = Files.createDirectories(root.resolve("tree"));
    }

    private List<String> problems(String repository, Path releases, Path active, Path records) {
        var code = new CodeSettings(repository, releases, active, List.of("git"), 0, List.of(), Map.of());
        return TreeCheck.problems(tree, releases.resolve("v1"), code, records).stream()
                .map(Problem::text)
                .toList();
    }

    private List<String> problems(Path releases) {
        return problems("/nowhere", releases, root.resolve("active"), root.resolve("records"));
    }

    @Test
    void a_tree_beside_the_releases_is_fit() {
        assertThat(problems(root.resolve("releases"))).isEmpty();
    }

    @Test
    void nothing_that_norn_needs_may_lie_in_the_tree() {
        assertThat(problems("/nowhere", tree.resolve("releases"), tree.resolve("active"), tree.resolve(".norn")))
                .containsExactly(
                        "host.code.releases: %1$s/releases lies in %1$s, which is to be moved there. Name a folder beside it, on the same file system."
                                .formatted(tree),
                        "host.code.active: %1$s/active lies in %1$s, which is to be moved. Name a path beside it."
                                .formatted(tree),
                        "records: %1$s/.norn lies in %1$s, which is to be moved. Name a folder outside for the records of this environment."
                                .formatted(tree));
    }

    @Test
    void a_repository_that_is_the_tree_would_follow_the_link() {
        assertThat(problems(tree.toString(), root.resolve("releases"), root.resolve("active"), root.resolve("records")))
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith(
                                "host.code.repository: %s is in the folder that the services run from".formatted(tree))
                        .endsWith("Name where it comes from: 'git -C %s remote get-url origin'.".formatted(tree)));
    }

    @Test
    void the_active_path_may_be_the_tree_and_nothing_else_that_is_no_link() throws IOException {
        assertThat(problems("/nowhere", root.resolve("releases"), tree, root.resolve("records")))
                .isEmpty();
        var taken = Files.createDirectory(root.resolve("taken"));
        assertThat(problems("/nowhere", root.resolve("releases"), taken, root.resolve("records")))
                .containsExactly(
                        "host.code.active: %s exists, and is no link. Move it away, or name another path for the link."
                                .formatted(taken));
    }

    @Test
    void a_folder_is_not_renamed_to_another_file_system() {
        assertThat(problems(Path.of("/dev/shm/norn-releases-of-a-test")))
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("host.code.releases: /dev/shm lies on another file system")
                        .endsWith("Name a folder for releases on the file system of %s.".formatted(tree)));
    }
}
