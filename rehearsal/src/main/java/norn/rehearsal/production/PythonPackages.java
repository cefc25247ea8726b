package norn.rehearsal.production;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import norn.rehearsal.install.Installable;
import norn.rehearsal.install.Installer;
import norn.rehearsal.install.PackageManager;
import norn.rehearsal.system.Checksums;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.Resources;

/**
 * The packages of Python that the AI service needs, as files in a folder: a release's build takes them from there, by a real {@code
 * pip install} that needs no network.
 */
public final class PythonPackages {
    private static final String REQUIREMENTS = "ai-service/requirements.txt";

    private PythonPackages() {}

    /** The folder of those that this text of requirements names. They come from wherever the user's pip fetches packages. */
    public static Path fetch(Path cache, Consumer<String> progress) {
        var requirements = Resources.text("production/v0.9.0/" + REQUIREMENTS);
        var words = new ArrayList<>(List.of("download", "--progress-bar=off", "--no-deps", "--only-binary=:all:"));
        words.addAll(requirements.lines().toList());
        var packages = new Installable(
                "wheels-" + Checksums.ofText(requirements).substring(0, 8), "the AI service's Python packages", "");
        return Installer.into(cache, progress).installed(packages, work -> {
            var content = work.folder("content");
            work.fetch(PackageManager.pip(), content, words);
            return content;
        });
    }

    /** The commands, in a release's folder, that make the AI service's environment from that folder of packages. */
    public static List<List<String>> build(Path packages) {
        return List.of(
                List.of("python3", "-m", "venv", "ai-service/venv"),
                List.of(
                        "ai-service/venv/bin/pip",
                        "install",
                        "--quiet",
                        "--no-index",
                        "--find-links",
                        packages.toString(),
                        "--requirement",
                        REQUIREMENTS),
                List.of(
                        "ai-service/venv/bin/python",
                        "-c",
                        "import sys; sys.path.insert(0, 'ai-service'); import main"));
    }

    /** Makes it in a release that is built by hand. */
    public static void make(Path release, Path packages) {
        build(packages).forEach(Command.in(release)::run);
    }
}
