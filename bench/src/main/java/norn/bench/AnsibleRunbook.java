package norn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import norn.rehearsal.install.Installable;
import norn.rehearsal.install.Installer;
import norn.rehearsal.install.PackageManager;

/** The steps as tasks of one Ansible play on this host. */
final class AnsibleRunbook {
    private final Path folder;
    private final Path home;
    private final Path program;
    private final Path playbook;

    private AnsibleRunbook(Path folder, Path home, Path playbook) {
        this.folder = folder;
        this.home = home;
        this.program = home.resolve("bin/ansible-playbook");
        this.playbook = playbook;
    }

    /** Installs Ansible into a folder of its own under the build folder, once. */
    static AnsibleRunbook install(Path folder, int steps, Consumer<String> progress) throws IOException {
        var ansible = new Installable("ansible", "ansible-core", "");
        var home = Installer.into(CommandLauncher.root().resolve("target/bench"), progress)
                .installed(ansible, work -> {
                    var content = work.folder("content");
                    work.fetch(
                            PackageManager.pip(),
                            content,
                            List.of("install", "--progress-bar=off", "--target", ".", "ansible-core"));
                    return content;
                });
        var text = new StringBuilder("""
                - hosts: localhost
                  connection: local
                  gather_facts: false
                  tasks:
                """);
        for (var step = 1; step <= steps; step++) {
            text.append("    - {name: run %d, ansible.builtin.command: /bin/true}%n".formatted(step));
        }
        return new AnsibleRunbook(folder, home, Files.writeString(folder.resolve("playbook.yaml"), text));
    }

    /** Runs every step; returns the seconds that it took. */
    double run() {
        return run(List.of(program.toString(), playbook.toString())).seconds();
    }

    /** The version, such as {@code ansible-playbook [core 2.19.4]}. */
    String version() {
        return run(List.of(program.toString(), "--version"))
                .output()
                .lines()
                .findFirst()
                .orElse("Ansible");
    }

    private CommandLauncher.Ended run(List<String> words) {
        var environment = Map.of("ANSIBLE_LOCALHOST_WARNING", "false", "PYTHONPATH", home.toString());
        return CommandLauncher.run(folder, folder, environment, words);
    }
}
