package norn.determinism;

import ch.qos.logback.classic.Level;
import io.temporal.workflow.Workflow;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Planted violations: each breaks one rule for workflow code, and is there to prove that the rule bites. */
@SuppressWarnings("unused")
final class Violations {
    record OpensFile(String name) {
        InputStream open() throws IOException {
            return new FileInputStream(name);
        }
    }

    record ReadsFile(String name) {
        String read() throws IOException {
            return Files.readString(Path.of(name));
        }
    }

    record NamesAddress(URI address) {}

    record UsesSql(Timestamp at) {}

    record Sleeps() {
        void sleep() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    record Waits(CompletableFuture<String> later, TimeUnit unit) {}

    record RunsCommand() {
        Process run() throws IOException {
            return new ProcessBuilder("true").start();
        }
    }

    record ReadsClock() {
        Instant now() {
            return Instant.now();
        }
    }

    record ReadsCalendar() {
        LocalDate today() {
            return LocalDate.now(ZoneId.of("UTC"));
        }
    }

    record HoldsClock() {
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    record CountsMilliseconds() {
        long now() {
            return System.currentTimeMillis();
        }
    }

    record AsksEnvironment() {
        String home() {
            return System.getenv("HOME");
        }
    }

    record AsksZone() {
        ZoneId zone() {
            return ZoneId.systemDefault();
        }
    }

    record UsesRandom(Random random) {}

    record MakesId() {
        Supplier<UUID> ids() {
            return UUID::randomUUID;
        }
    }

    record ShuffledSet() {
        Set<String> set() {
            return Set.of("a", "b");
        }
    }

    record ShuffledMap() {
        Map<String, String> map() {
            return Map.of("a", "b");
        }
    }

    record ShuffledCopy() {
        Set<String> copy(Collection<String> names) {
            return Set.copyOf(names);
        }
    }

    record ShuffledMapCopy() {
        Map<String, String> copy(Map<String, String> names) {
            return Map.copyOf(names);
        }
    }

    record HashedSet() {
        Set<String> set() {
            return new HashSet<>();
        }
    }

    record HashedMap() {
        Map<String, String> map() {
            return new HashMap<>();
        }
    }

    record CollectsSet() {
        Set<String> set(Stream<String> names) {
            return names.collect(Collectors.toSet());
        }
    }

    record CollectsMap() {
        Map<String, Integer> map(Stream<String> names) {
            return names.collect(Collectors.toMap(name -> name, String::length));
        }
    }

    record Groups() {
        Map<Integer, List<String>> groups(Stream<String> names) {
            return names.collect(Collectors.groupingBy(String::length));
        }
    }

    record SleepsWithoutSummary() {
        void sleeps() {
            Workflow.sleep(1);
        }
    }

    record AddsLibrary() {
        Object library() {
            return Level.INFO;
        }
    }

    private Violations() {}
}
