package norn.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.util.Types;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import norn.architecture.WorkingTree.TextFile;

/** Sources as the compiler reads them. */
final class JavaSyntax {
    private final JavacTask task;
    private final Trees trees;
    private final List<Unit> units = new ArrayList<>();

    private JavaSyntax(Collection<TextFile> files) {
        var options = List.of("-proc:none", "-classpath", classPath());
        var sources = files.stream().collect(Collectors.toMap(Source::uri, Source::new));
        task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problem -> {}, options, null, sources.values());
        trees = Trees.instance(task);
        try {
            for (var tree : task.parse()) {
                units.add(new Unit(sources.get(tree.getSourceFile().toUri()).file, tree, trees.getSourcePositions()));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The Java files among these, parsed: what names mean is not known. */
    static JavaSyntax parse(Collection<TextFile> files) {
        return new JavaSyntax(files.stream().filter(TextFile::isJava).toList());
    }

    /** The same, with the types of what is in them. */
    static JavaSyntax analyze(Collection<TextFile> files) {
        var syntax = parse(files);
        try {
            syntax.task.analyze();
            return syntax;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    List<Unit> units() {
        return units;
    }

    Trees trees() {
        return trees;
    }

    Types types() {
        return task.getTypes();
    }

    /** Surefire hides the class path in a jar, and tells it here. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** A file with its tree. */
    record Unit(TextFile file, CompilationUnitTree tree, SourcePositions positions) {
        /** Where it is, for people: {@code path:line}. */
        String place(Tree part) {
            var line = tree.getLineMap().getLineNumber(positions.getStartPosition(tree, part));
            return "%s:%d".formatted(file.path(), line);
        }

        String text(Tree part) {
            return file.text().substring((int) positions.getStartPosition(tree, part), (int)
                    positions.getEndPosition(tree, part));
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final TextFile file;

        Source(TextFile file) {
            super(uri(file), JavaFileObject.Kind.SOURCE);
            this.file = file;
        }

        static URI uri(TextFile file) {
            return URI.create("tree:///" + file.path());
        }

        @Override
        public CharSequence getCharContent(boolean ignoreErrors) {
            return file.text();
        }
    }
}
