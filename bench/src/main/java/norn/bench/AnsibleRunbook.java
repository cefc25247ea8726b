package norn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The steps as tasks of one Ansible play on this host. */
final class AnsibleRunbook {
    private final Path folder;
    private final Path program;
    private final Path playbook;

    private AnsibleRunbook(Path folder, Path program, Path playbook) {
        this.folder = folder;
        this.program = program;
        this.playbook = playbook;
    }

    /** Installs Ansible into a virtual environment under the build folder, once. */
    static AnsibleRunbook install(Path folder, int steps, Consumer<String> progress) throws IOException {
        var home = CommandLauncher.root().resolve("target/bench/ansible");
        var program = home.resolve("bin/ansible-playbook");
        if (!Files.isExecutable(program)) {
            progress.accept("installing ansible-core into " + home);
            run(folder, List.of("python3", "-m", "venv", "--clear", home.toString()));
            run(folder, List.of(home.resolve("bin/pip").toString(), "install", "--quiet", "ansible-core"));
        }
        var text = new StringBuilder("""
                - hosts: localhost
                  connection: local
                  gather_facts: false
                  tasks:
                """);
        for (var step = 1; step <= steps; step++) {
            text.append("    - {name: run %d, ansible.builtin.command: /bin/true}%n".formatted(step));
        }
        return new AnsibleRunbook(folder, program, Files.writeString(folder.resolve("playbook.yaml"), text));
    }

    /** Runs every step; returns the seconds that it took. */
    double run() {
        return run(folder, List.of(program.toString(), playbook.toString())).seconds();
    }

    /** The version, such as {@code ansible-playbook [core 2.19.4]}. */
    String version() {
        return run(folder, List.of(program.toString(), "--version"))
                .output()
                .lines()
                .findFirst()
                .orElse("Ansible");
    }

    private static CommandLauncher.Ended run(Path folder, List<String> words) {
        return CommandLauncher.run(folder, folder, Map.of("ANSIBLE_LOCALHOST_WARNING", "false"), words);
    }
}
