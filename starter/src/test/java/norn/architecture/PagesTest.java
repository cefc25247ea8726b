package norn.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import norn.architecture.WorkingTree.TextFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages name is there. */
class PagesTest {
    private static final List<TextFile> FILES = WorkingTree.files();
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern SOURCE = Pattern.compile("[a-z/]*[A-Z]\\w+\\.java");
    private static final Pattern TEST = Pattern.compile("[A-Z]\\w+(?:Test|IT)");
    private static final Pattern PACKAGE = Pattern.compile("norn\\.[a-z.]+[a-z]");

    static Stream<TextFile> pages() {
        return FILES.stream().filter(file -> file.path().endsWith(".md"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_somewhere(TextFile page) {
        var links = LINK.matcher(page.text()).results().map(link -> link.group(1));

        assertThat(links)
                .allSatisfy(link ->
                        assertThat(Path.of("..", page.folder()).resolve(link)).matches(Files::exists, "exists"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_file_test_and_package_exists(TextFile page) {
        var named =
                CODE.matcher(page.text()).results().map(code -> code.group(1)).collect(Collectors.toSet());

        assertThat(named)
                .filteredOn(name -> SOURCE.matcher(name).matches())
                .allSatisfy(
                        name -> assertThat(FILES).anyMatch(file -> file.path().endsWith("/" + name)));
        assertThat(named)
                .filteredOn(name -> TEST.matcher(name).matches())
                .allSatisfy(
                        name -> assertThat(FILES).anyMatch(file -> file.path().endsWith("/" + name + ".java")));
        assertThat(named).filteredOn(name -> PACKAGE.matcher(name).matches()).isSubsetOf(packages());
    }

    private static Set<String> packages() {
        return FILES.stream()
                .filter(TextFile::isJava)
                .map(file -> file.folder().replaceFirst(".*/java/", "").replace('/', '.'))
                .collect(Collectors.toSet());
    }

    @Test
    void every_word_of_the_glossary_that_is_a_type_is_one() {
        var glossary = pages().filter(page -> page.path().equals("docs/glossary.md"))
                .findFirst()
                .orElseThrow();
        var types = SyntaxRules.declaredTypes(JavaSyntax.parse(FILES));
        var words = CODE.matcher(glossary.text())
                .results()
                .map(code -> code.group(1))
                .filter(word -> word.matches("[A-Z][a-z]+[A-Za-z]*"));

        assertThat(words).isSubsetOf(types.keySet());
    }
}
