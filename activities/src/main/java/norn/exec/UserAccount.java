package norn.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user of this machine, as the kernel judges what it may do.
 *
 * @param groups the ids of all its groups
 * @param own whether it is the user of this process, with the same groups
 */
public record UserAccount(String name, long uid, List<Long> groups, boolean own) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Path STATUS = Path.of("/proc/self/status");

    /** One that owns nothing, as systemd makes one up for a unit. */
    private static final long NOBODYS = -1;

    public UserAccount {
        groups = List.copyOf(groups);
    }

    /** The one that this process runs as. */
    public static UserAccount ofThisProcess() {
        return new UserAccount(
                System.getProperty("user.name"),
                numbers("Uid:").skip(1).findFirst().orElse(NOBODYS), // the second is the one that counts
                Stream.concat(numbers("Gid:").skip(1).limit(1), numbers("Groups:"))
                        .distinct()
                        .toList(),
                true);
    }

    /** One that no file belongs to. */
    public static UserAccount owningNothing(String name) {
        return new UserAccount(name, NOBODYS, List.of(), false);
    }

    /** The one of that name, or that number; empty where this machine has none. */
    public static Optional<UserAccount> of(String name) {
        var own = ofThisProcess();
        if (name.equals(own.name()) || name.equals(Long.toString(own.uid()))) {
            return Optional.of(own);
        }
        var groups = numbers("-G", name);
        return numbers("-u", name).stream().findFirst().map(uid -> new UserAccount(name, uid, groups, false));
    }

    /** The same with that group too; empty where this machine has none of that name. */
    public Optional<UserAccount> in(String group) {
        return ProgramOutput.of(List.of("getent", "group", group), Map.of(), TIMEOUT)
                .filter(output -> output.exitCode() == 0)
                .map(output -> output.text().strip().split(":", -1))
                .filter(fields -> fields.length > 2 && fields[2].matches("\\d{1,10}"))
                .map(fields -> Long.parseLong(fields[2]))
                .map(id -> groups.contains(id)
                        ? this
                        : new UserAccount(
                                name,
                                uid,
                                Stream.concat(groups.stream(), Stream.of(id)).toList(),
                                false));
    }

    /** Whether it may do anything, whomever it belongs to. */
    public boolean isRoot() {
        return uid == 0;
    }

    private static List<Long> numbers(String option, String name) {
        return ProgramOutput.of(List.of("id", option, name), Map.of(), TIMEOUT)
                .filter(output -> output.exitCode() == 0)
                .map(output -> numbersIn(output.text()).toList())
                .orElse(List.of());
    }

    private static Stream<Long> numbers(String field) {
        return status(field).stream().flatMap(UserAccount::numbersIn);
    }

    private static Stream<Long> numbersIn(String text) {
        return Stream.of(text.strip().split("\\s+"))
                .filter(word -> word.matches("\\d{1,10}"))
                .map(Long::parseLong);
    }

    /** What the kernel says of this process in that field; empty where it says nothing. */
    static Optional<String> status(String field) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.substring(field.length()).strip())
                    .findFirst();
        } catch (IOException noProc) {
            return Optional.empty();
        }
    }
}
