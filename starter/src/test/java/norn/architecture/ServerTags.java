package norn.architecture;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import norn.architecture.JavaSyntax.Unit;

/**
 * Which test classes need a server: a database, a cache, Temporal, a sandbox, an installation by hand. They, or those of their tests, bear
 * {@code @Tag("server")}, so that {@code norn test fast} can leave them out. Classes that end in {@code IT} need one by their name.
 */
final class ServerTags {
    static final String TAG = "@Tag(\"server\")";

    /** What starts a server is called so; those that live in the test's own process within milliseconds are none. */
    private static final Predicate<String> SERVERS = Pattern.compile(
                    "\\w*(Server|Sandbox|Rehearsal|BackgroundStack|Systemd)|HandMade|TestWorkflow(Environment|Extension)|\\w*Sandbox\\w*Starter")
            .asMatchPredicate();

    private static final Set<String> IN_PROCESS =
            Set.of("HttpServer", "FakeWebServer", "HealthServer", "WebSocketServer");

    private ServerTags() {}

    /** Test classes that lack the tag, or bear it for nothing. */
    static List<String> violations(JavaSyntax tests) {
        return tests.units().stream()
                .collect(Collectors.groupingBy(unit -> unit.file().module()))
                .values()
                .stream()
                .flatMap(module -> violationsOf(module).stream())
                .sorted()
                .toList();
    }

    private static List<String> violationsOf(List<Unit> module) {
        var classes = module.stream().collect(Collectors.toMap(ServerTags::name, TestClass::of));
        return classes.entrySet().stream()
                .filter(type -> type.getKey().endsWith("Test"))
                .map(type -> violation(type.getKey(), type.getValue(), classes))
                .filter(violation -> !violation.isEmpty())
                .toList();
    }

    private static String violation(String name, TestClass type, Map<String, TestClass> classes) {
        var server = type.server(classes, new HashSet<>());
        if (type.isTagged() == !server.isEmpty()) {
            return "";
        }
        return type.isTagged()
                ? "%s: bears %s and starts no server. Remove the tag.".formatted(name, TAG)
                : "%s: starts a server (%s). Expected: %s on the class, or on its tests that do."
                        .formatted(name, server, TAG);
    }

    private static String name(Unit unit) {
        return unit.file().name().replace(".java", "");
    }

    /** The names that a class of the tests uses, and whether it or a test of it bears the tag. */
    private record TestClass(Set<String> uses, boolean isTagged) {
        static TestClass of(Unit unit) {
            var uses = new HashSet<String>();
            var tags = new HashSet<String>();
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitAnnotation(AnnotationTree annotation, Void nothing) {
                    tags.add(annotation.toString());
                    return super.visitAnnotation(annotation, null);
                }

                @Override
                public Void visitIdentifier(IdentifierTree identifier, Void nothing) {
                    uses.add(identifier.getName().toString());
                    return null;
                }
            }.scan(unit.tree(), null);
            return new TestClass(uses, tags.contains(TAG));
        }

        /** The way to the server, such as {@code WorkflowHarness, TestWorkflowEnvironment}; empty where there is none. */
        String server(Map<String, TestClass> classes, Set<String> seen) {
            for (var used : uses) {
                if (SERVERS.test(used) && !IN_PROCESS.contains(used)) {
                    return used;
                }
            }
            for (var used : uses) {
                if (classes.containsKey(used) && seen.add(used)) {
                    var server = classes.get(used).server(classes, seen);
                    if (!server.isEmpty()) {
                        return "%s, %s".formatted(used, server);
                    }
                }
            }
            return "";
        }
    }
}
