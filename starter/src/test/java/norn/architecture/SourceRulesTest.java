package norn.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import norn.architecture.WorkingTree.TextFile;
import org.junit.jupiter.api.Test;

/** Norn's own files follow the rules, and each rule is shown to bite on a planted violation. */
class SourceRulesTest {
    private static final List<TextFile> FILES = WorkingTree.files();
    private static final JavaSyntax SYNTAX = JavaSyntax.parse(FILES);

    @Test
    void no_package_is_oversized() {
        assertThat(LayoutRules.oversizedPackages(FILES)).isEmpty();
    }

    @Test
    void an_oversized_package_is_found() {
        var planted = new ArrayList<TextFile>();
        for (var number = 0; number <= 30; number++) {
            planted.add(main("norn/plan/Type%d.java".formatted(number), ""));
        }
        planted.add(main("norn/plan/package-info.java", ""));

        assertThat(LayoutRules.oversizedPackages(planted))
                .containsExactly("workflows/src/main/java/norn/plan: has 31 files. Expected: at most 30."
                        + " Split it by what its types are about.");
    }

    @Test
    void no_two_files_differ_only_in_case() {
        assertThat(LayoutRules.caseTwins(FILES)).isEmpty();
    }

    @Test
    void case_twins_are_found() {
        var planted = List.of(main("norn/plan/Backup.java", ""), main("norn/plan/BackUp.java", ""));

        assertThat(LayoutRules.caseTwins(planted))
                .containsExactly("workflows/src/main/java/norn/plan/Backup.java,"
                        + " workflows/src/main/java/norn/plan/BackUp.java: differ only in case. Rename one.");
    }

    @Test
    void no_simple_name_is_there_twice_in_a_module() {
        assertThat(SyntaxRules.doubleNames(SYNTAX)).isEmpty();
    }

    @Test
    void a_simple_name_that_is_there_twice_is_found() {
        var planted = JavaSyntax.parse(List.of(
                main("norn/plan/Plan.java", "package norn.plan;\nclass Plan {\n  private static class Part {}\n}"),
                main(
                        "norn/engine/Rules.java",
                        "package norn.engine;\nclass Rules {\n  enum Plan {}\n  class Part {}\n}")));

        assertThat(SyntaxRules.doubleNames(planted))
                .containsExactly("Plan in module workflows: is the name of several types:"
                        + " workflows/src/main/java/norn/plan/Plan.java:2,"
                        + " workflows/src/main/java/norn/engine/Rules.java:3. Rename all but one.");
    }

    @Test
    void positional_nulls_are_found() {
        var planted = JavaSyntax.parse(List.of(main("norn/plan/Plan.java", """
                class Plan {
                  Object call = of(null, 1, null, null);
                  Plan own = new Plan(null, null, null);
                  Object other = new Thing.Part(null, null, null);
                  Object two = of(null, null);
                }""")));

        assertThat(SyntaxRules.positionalNulls(planted))
                .containsExactly(
                        "workflows/src/main/java/norn/plan/Plan.java:2: passes 3 nulls to of. Expected: at most 2."
                                + " Make a factory that names the case.",
                        "workflows/src/main/java/norn/plan/Plan.java:4: passes 3 nulls to new Thing.Part."
                                + " Expected: at most 2. Make a factory that names the case.");
    }

    @Test
    void tests_that_need_a_server_say_so() {
        assertThat(ServerTags.violations(tests(FILES))).isEmpty();
    }

    @Test
    void a_test_that_needs_a_server_and_does_not_say_so_is_found() {
        var planted = List.of(
                test("norn/LocksTest.java", "class LocksTest {\n  Harness harness;\n}"),
                test("norn/Harness.java", "class Harness {\n  TemporalServer server;\n}"),
                test("norn/PlanTest.java", "@Tag(\"server\")\nclass PlanTest {}"));

        assertThat(ServerTags.violations(tests(planted)))
                .containsExactly(
                        "LocksTest: starts a server (Harness, TemporalServer). Expected: @Tag(\"server\") on the class,"
                                + " or on its tests that do.",
                        "PlanTest: bears @Tag(\"server\") and starts no server. Remove the tag.");
    }

    @Test
    void local_variables_are_var_where_their_initialiser_gives_their_type() {
        assertThat(VarRule.violations(JavaSyntax.analyze(FILES))).isEmpty();
    }

    @Test
    void a_local_variable_that_could_be_var_is_found() {
        var planted = JavaSyntax.analyze(List.of(main("norn/plan/Plan.java", """
                class Plan {
                  void run(java.util.List<String> names) {
                    String text = "a".trim();
                    for (String name : names) {}
                    Object object = "a";
                    java.util.List<String> empty = java.util.List.of();
                    long count = 1;
                    Runnable lambda = () -> {};
                  }
                }""")));

        assertThat(VarRule.violations(planted))
                .containsExactly(
                        "workflows/src/main/java/norn/plan/Plan.java:3: String text gets its type from what it is set to."
                                + " Expected: var text",
                        "workflows/src/main/java/norn/plan/Plan.java:4: String name gets its type from what it is set to."
                                + " Expected: var name");
    }

    private static TextFile main(String path, String text) {
        return new TextFile("workflows/src/main/java/" + path, text);
    }

    private static TextFile test(String path, String text) {
        return new TextFile("workflows/src/test/java/" + path, text);
    }

    private static JavaSyntax tests(List<TextFile> files) {
        return JavaSyntax.parse(files.stream().filter(TextFile::isTest).toList());
    }
}
