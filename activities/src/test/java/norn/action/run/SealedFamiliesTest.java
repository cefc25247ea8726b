package norn.action.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import norn.yaml.Kind;
import norn.yaml.KindField;
import norn.yaml.Problems;
import norn.yaml.RecordReader;
import norn.yaml.YamlFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A new kind of a family touches its own file, the family's list, and the sample. */
class SealedFamiliesTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path SAMPLES = Path.of("src/main/resources");
    private static final List<Path> MODULES =
            List.of(SOURCES, Path.of("../worker/src/main/java"), Path.of("../starter/src/main/java"));
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
    private static final Pattern PERMITS = Pattern.compile("permits ([^{]+?)\\s*\\{");
    private static final String TOY = "ToyKind";

    @TempDir
    Path folder;

    /** Every sealed interface that a file of settings tells apart by a field. */
    static Stream<Class<?>> families() throws IOException {
        return sources(List.of(SOURCES)).stream()
                .filter(file -> text(file).contains("@KindField("))
                .map(SealedFamiliesTest::load);
    }

    @Test
    void the_families_are_known() throws IOException {
        assertThat(families().map(Class::getSimpleName))
                .contains("Probe", "Channel", "ServiceManager", "SettingsFormat");
    }

    @ParameterizedTest
    @MethodSource("families")
    void a_kind_is_mentioned_in_its_own_file_and_the_familys_list_alone(Class<?> family) throws IOException {
        for (var kind : RecordReader.kindsOf(family).values()) {
            var name = Pattern.compile("\\b%s\\b".formatted(kind.getSimpleName()));

            assertThat(sources(MODULES).stream()
                            .filter(file -> name.matcher(
                                            COMMENT.matcher(text(file)).replaceAll(""))
                                    .find()))
                    .as(kind.getSimpleName())
                    .containsExactlyInAnyOrder(sourceOf(kind), sourceOf(family));
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void every_kind_is_shown_in_a_sample(Class<?> family) throws IOException {
        var field = family.getAnnotation(KindField.class).value();
        var samples = new StringWriter();
        for (var sample : filesNamed(SAMPLES, "sample.yaml")) {
            samples.write(text(sample));
        }

        for (var kind : RecordReader.kindsOf(family).keySet()) {
            assertThat(samples.toString()).contains("%s: %s".formatted(field, kind));
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void a_toy_kind_touches_its_own_file_and_the_list(Class<?> family) throws Exception {
        var own = write(family, TOY, toy(family, methods(family)));
        var list = write(family, family.getSimpleName(), withToy(family));

        assertThat(compile(own, list)).isEmpty();
        try (var loader = new PackageLoader(family, folder)) {
            var changed = loader.loadClass(family.getName());
            var yaml =
                    "{%s: toy}".formatted(family.getAnnotation(KindField.class).value());
            var problems = new Problems();
            var read = new RecordReader()
                    .read(Objects.requireNonNull(YamlFile.parse("toy.yaml", yaml, problems)), changed);

            assertThat(problems.list()).isEmpty();
            assertThat(read).isNotNull().extracting(Object::getClass).hasToString("class " + nameOf(family, TOY));
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void a_toy_kind_that_cannot_act_is_a_compile_error(Class<?> family) throws Exception {
        var own = write(family, TOY, toy(family, ""));
        var list = write(family, family.getSimpleName(), withToy(family));

        assertThat(compile(own, list))
                .anyMatch(error -> error.contains(TOY + " is not abstract and does not override abstract method"));
    }

    private static String toy(Class<?> family, String methods) {
        return "package %s;%n@%s(\"toy\")%nrecord %s() implements %s {%n%s}%n"
                .formatted(family.getPackageName(), Kind.class.getName(), TOY, family.getSimpleName(), methods);
    }

    private static String methods(Class<?> family) {
        return Arrays.stream(family.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(SealedFamiliesTest::method)
                .collect(Collectors.joining());
    }

    private static String method(Method method) {
        var types = method.getGenericParameterTypes();
        var parameters = IntStream.range(0, types.length)
                .mapToObj(i -> "%s p%d".formatted(types[i].getTypeName().replace('$', '.'), i))
                .collect(Collectors.joining(", "));
        return "    public %s %s(%s) { throw new UnsupportedOperationException(); }%n"
                .formatted(method.getGenericReturnType().getTypeName().replace('$', '.'), method.getName(), parameters);
    }

    private static String withToy(Class<?> family) {
        var source = text(sourceOf(family));
        var changed = PERMITS.matcher(source).replaceFirst("permits $1, %s {".formatted(TOY));
        assertThat(changed).isNotEqualTo(source);
        return changed;
    }

    private Path write(Class<?> family, String name, String source) throws IOException {
        var file = folder.resolve(nameOf(family, name).replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, source);
    }

    private List<String> compile(Path... files) {
        var errors = new ArrayList<String>();
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        var manager = compiler.getStandardFileManager(null, null, null);
        compiler.getTask(
                        null,
                        manager,
                        diagnostic -> errors.add(diagnostic.toString()),
                        List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString()),
                        null,
                        manager.getJavaFileObjects(files))
                .call();
        return errors;
    }

    private static List<Path> sources(List<Path> roots) throws IOException {
        var files = new ArrayList<Path>();
        for (var root : roots) {
            files.addAll(filesNamed(root, ".java"));
        }
        return files;
    }

    private static List<Path> filesNamed(Path root, String ending) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static Path sourceOf(Class<?> type) {
        return SOURCES.resolve(type.getName().replace('.', '/') + ".java");
    }

    private static String nameOf(Class<?> family, String simpleName) {
        return family.getPackageName() + "." + simpleName;
    }

    private static Class<?> load(Path source) {
        try {
            var path = SOURCES.relativize(source).toString();
            return Class.forName(
                    path.substring(0, path.length() - ".java".length()).replace('/', '.'));
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Loads one package anew, what was compiled in a folder first: kinds of a family see each other's package. */
    private static final class PackageLoader extends URLClassLoader {
        private final String prefix;

        PackageLoader(Class<?> family, Path folder) throws MalformedURLException {
            super(
                    new URL[] {
                        folder.toUri().toURL(),
                        family.getProtectionDomain().getCodeSource().getLocation()
                    },
                    SealedFamiliesTest.class.getClassLoader());
            prefix = family.getPackageName() + ".";
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(prefix)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                var loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
