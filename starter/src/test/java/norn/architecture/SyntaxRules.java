package norn.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.lang.model.element.Modifier;
import norn.architecture.JavaSyntax.Unit;

/** How the code is written, as far as its syntax shows; each rule answers with its violations, each one line for people. */
final class SyntaxRules {
    private static final int MOST_NULLS_IN_A_CALL = 2;

    private SyntaxRules() {}

    /** Simple names that stand for two types of one module. A private nested type is its owner's own business. */
    static List<String> doubleNames(JavaSyntax syntax) {
        var places = new TreeMap<String, List<String>>();
        for (var unit : syntax.units()) {
            new TreePathScanner<Void, Void>() {
                @Override
                public Void visitClass(ClassTree type, Void nothing) {
                    if (!type.getSimpleName().isEmpty() && isSeenByOthers(type)) {
                        places.computeIfAbsent(
                                        "%s in module %s"
                                                .formatted(
                                                        type.getSimpleName(),
                                                        unit.file().module()),
                                        name -> new ArrayList<>())
                                .add(unit.place(type));
                    }
                    return super.visitClass(type, null);
                }

                private boolean isSeenByOthers(ClassTree type) {
                    var around = getCurrentPath().getParentPath().getLeaf().getKind();
                    return around == Tree.Kind.COMPILATION_UNIT
                            || (around != Tree.Kind.BLOCK
                                    && !type.getModifiers().getFlags().contains(Modifier.PRIVATE));
                }
            }.scan(unit.tree(), null);
        }
        return places.entrySet().stream()
                .filter(name -> name.getValue().size() > 1)
                .map(name -> "%s: is the name of several types: %s. Rename all but one."
                        .formatted(name.getKey(), String.join(", ", name.getValue())))
                .toList();
    }

    /** Calls in which nobody can tell which null is which. A type's own factories may call its constructor so. */
    static List<String> positionalNulls(JavaSyntax syntax) {
        var violations = new ArrayList<String>();
        for (var unit : syntax.units()) {
            new TreePathScanner<Void, Void>() {
                @Override
                public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                    if (!call.getMethodSelect().toString().equals("this")) {
                        check(call, call.getArguments());
                    }
                    return super.visitMethodInvocation(call, null);
                }

                @Override
                public Void visitNewClass(NewClassTree call, Void nothing) {
                    if (!isWithin(call.getIdentifier().toString())) {
                        check(call, call.getArguments());
                    }
                    return super.visitNewClass(call, null);
                }

                private boolean isWithin(String type) {
                    for (var around : getCurrentPath()) {
                        if (around instanceof ClassTree owner
                                && owner.getSimpleName().contentEquals(type)) {
                            return true;
                        }
                    }
                    return false;
                }

                private void check(Tree call, List<? extends ExpressionTree> arguments) {
                    var nulls = arguments.stream()
                            .filter(argument -> argument.getKind() == Tree.Kind.NULL_LITERAL)
                            .count();
                    if (nulls > MOST_NULLS_IN_A_CALL) {
                        violations.add(
                                "%s: passes %d nulls to %s. Expected: at most %d. Make a factory that names the case."
                                        .formatted(unit.place(call), nulls, called(unit, call), MOST_NULLS_IN_A_CALL));
                    }
                }
            }.scan(unit.tree(), null);
        }
        return violations;
    }

    private static String called(Unit unit, Tree call) {
        var text = unit.text(call);
        return text.substring(0, text.indexOf('(')).replaceAll("\\s+", " ");
    }

    /** The simple names of the types that a file declares, outermost first. */
    static Map<String, Unit> declaredTypes(JavaSyntax syntax) {
        var declared = new TreeMap<String, Unit>();
        for (var unit : syntax.units()) {
            new TreePathScanner<Void, Void>() {
                @Override
                public Void visitClass(ClassTree type, Void nothing) {
                    if (!type.getSimpleName().isEmpty()) {
                        declared.put(type.getSimpleName().toString(), unit);
                    }
                    return super.visitClass(type, null);
                }
            }.scan(unit.tree(), null);
        }
        return declared;
    }
}
