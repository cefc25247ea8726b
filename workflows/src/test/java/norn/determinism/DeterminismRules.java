package norn.determinism;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/**
 * What workflow code must keep away from: whatever could come out differently when history is replayed on another
 * worker, another day.
 */
final class DeterminismRules {
    /** Classes of otherwise harmless packages that touch the machine, or whose order follows hash codes. */
    private static final Set<String> FORBIDDEN_CLASSES = Set.of(
            "java.io.Console",
            "java.lang.ClassLoader",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.security.SecureRandom",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.Random",
            "java.util.Scanner",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.util.TimerTask",
            "java.util.WeakHashMap",
            "java.util.random.RandomGenerator");

    private static final String[] FORBIDDEN_PACKAGES = {
        "java.awt..",
        "java.lang.foreign..",
        "java.lang.management..",
        "java.net..",
        "java.nio.channels..",
        "java.nio.file..",
        "java.rmi..",
        "java.sql..",
        "java.util.concurrent..",
        "java.util.jar..",
        "java.util.logging..",
        "java.util.prefs..",
        "java.util.zip..",
        "javax..",
        "jdk..",
        "sun..",
        "com.sun.."
    };

    /** Methods whose answer is another one each time, or in each JVM: {@code Type.name}. */
    private static final Set<String> FORBIDDEN_METHODS = Set.of(
            "Class.forName",
            "Collection.parallelStream",
            "Collectors.groupingByConcurrent",
            "Collectors.toConcurrentMap",
            "Collectors.toSet",
            "Collectors.toUnmodifiableMap",
            "Collectors.toUnmodifiableSet",
            "Locale.getDefault",
            "Map.copyOf",
            "Map.of",
            "Map.ofEntries",
            "Math.random",
            "Set.copyOf",
            "Set.of",
            "Stream.parallel",
            "StrictMath.random",
            "TimeZone.getDefault",
            "UUID.randomUUID",
            "ZoneId.systemDefault");

    /** Calls that make a {@code HashMap} unless they are given what to make: {@code Type.name}, parameters. */
    private static final Set<String> HASHING_BY_DEFAULT =
            Set.of("Collectors.toMap 2", "Collectors.toMap 3", "Collectors.groupingBy 1", "Collectors.groupingBy 2");

    /** Calls of Temporal's that set a timer and can give it no summary: name, parameters. */
    private static final Set<String> TIMERS_WITHOUT_SUMMARY = Set.of("sleep 1", "await 2", "newTimer 1");

    static final ArchRule USES_NO_INPUT_OR_OUTPUT = classes()
            .should(never(
                    dependOnClassesThat(resideInAnyPackage(FORBIDDEN_PACKAGES).or(forbiddenClass()))))
            .because("workflow code is replayed: no I/O, net, files, threads or randomness, no order by hash code");

    static final ArchRule READS_NO_MACHINE_STATE = classes()
            .should(never(accessTargetWhere(forbiddenCall())))
            .because("workflow code is replayed: its clock is Temporal's, its collections keep their order");

    static final ArchRule HAS_FEW_DEPENDENCIES = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "norn..",
                            "java..",
                            "io.temporal..",
                            "com.fasterxml.jackson..",
                            "com.google.protobuf..", // a raw payload is made of it
                            "org.slf4j..",
                            "org.jspecify..",
                            "com.google.errorprone.annotations..")
                    .or(primitiveArray()))
            .because("the workflows depend on Temporal and Jackson alone");

    static final ArchRule ENGINE_USES_NO_TEMPORAL = classes()
            .that()
            .resideInAnyPackage("norn.runbook..", "norn.plan..", "norn.state..", "norn.engine..", "norn.report..")
            .should(never(dependOnClassesThat(resideInAPackage("io.temporal.."))))
            .because("the engine is tested, and can be driven, without a server");

    static final ArchRule TIMERS_HAVE_SUMMARIES = classes()
            .should(never(accessTargetWhere(timerWithoutSummary())))
            .because("people read the timeline: a timer has a summary, as those of Wait and Alarm have");

    static final List<ArchRule> RULES = List.of(
            USES_NO_INPUT_OR_OUTPUT,
            READS_NO_MACHINE_STATE,
            HAS_FEW_DEPENDENCIES,
            ENGINE_USES_NO_TEMPORAL,
            TIMERS_HAVE_SUMMARIES);

    private DeterminismRules() {}

    private static DescribedPredicate<JavaClass> forbiddenClass() {
        return DescribedPredicate.describe(
                "touch the machine or have no order of their own",
                type -> FORBIDDEN_CLASSES.contains(type.getName()) || isInputOrOutput(type));
    }

    /** In {@code java.io}, what works on memory is harmless, and so is what Jackson's signatures name. */
    private static boolean isInputOrOutput(JavaClass type) {
        return type.getPackageName().equals("java.io")
                && (type.getSimpleName().startsWith("File")
                        || type.getSimpleName().startsWith("RandomAccess")
                        || type.getSimpleName().equals("PrintStream"));
    }

    private static DescribedPredicate<JavaAccess<?>> forbiddenCall() {
        return DescribedPredicate.describe("ask the machine or lose the order", DeterminismRules::isForbidden);
    }

    private static boolean isForbidden(JavaAccess<?> call) {
        var owner = call.getTargetOwner();
        var name = call.getName();
        var method = owner.getSimpleName() + "." + name;
        if (!owner.getPackageName().startsWith("java.")) {
            return false;
        }
        return FORBIDDEN_METHODS.contains(method)
                || (call.getTarget() instanceof CodeUnitAccessTarget called
                        && HASHING_BY_DEFAULT.contains(
                                method + " " + called.getRawParameterTypes().size()))
                || (name.equals("now") && owner.getPackageName().startsWith("java.time"))
                || (owner.getSimpleName().equals("Clock") && name.startsWith("system"))
                || (owner.getSimpleName().equals("System") && !name.equals("arraycopy"));
    }

    private static DescribedPredicate<JavaAccess<?>> timerWithoutSummary() {
        return DescribedPredicate.describe(
                "set a timer without a summary",
                call -> call.getTargetOwner().getName().equals("io.temporal.workflow.Workflow")
                        && call.getTarget() instanceof CodeUnitAccessTarget called
                        && TIMERS_WITHOUT_SUMMARY.contains(call.getName() + " "
                                + called.getRawParameterTypes().size()));
    }

    private static DescribedPredicate<JavaClass> primitiveArray() {
        return DescribedPredicate.describe("are primitive or arrays", type -> type.isPrimitive() || type.isArray());
    }
}
