package norn.architecture;

import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import norn.architecture.JavaSyntax.Unit;

/** A local variable is declared with {@code var} where its initialiser alone gives it the type that it is declared with. */
final class VarRule extends TreePathScanner<Void, List<String>> {
    private final JavaSyntax syntax;
    private final Unit unit;

    private VarRule(JavaSyntax syntax, Unit unit) {
        this.syntax = syntax;
        this.unit = unit;
    }

    /** The variables of analysed files that should be {@code var}. */
    static List<String> violations(JavaSyntax syntax) {
        var violations = new ArrayList<String>();
        for (var unit : syntax.units()) {
            new VarRule(syntax, unit).scan(unit.tree(), violations);
        }
        return violations;
    }

    @Override
    public Void visitVariable(VariableTree variable, List<String> violations) {
        var loop = getCurrentPath().getParentPath().getLeaf() instanceof EnhancedForLoopTree around
                        && around.getVariable() == variable
                ? around
                : null;
        if (isLocal() && isTyped(variable)) {
            var given = loop == null ? typeOf(variable.getInitializer()) : elementOf(loop.getExpression());
            var declared = syntax.trees().getElement(getCurrentPath()).asType();
            if (given.isPresent() && syntax.types().isSameType(given.get(), declared)) {
                violations.add("%s: %s %s gets its type from what it is set to. Expected: var %s"
                        .formatted(
                                unit.place(variable),
                                unit.text(variable.getType()),
                                variable.getName(),
                                variable.getName()));
            }
        }
        return super.visitVariable(variable, violations);
    }

    private boolean isLocal() {
        var element = syntax.trees().getElement(getCurrentPath());
        return element != null
                && (element.getKind() == ElementKind.LOCAL_VARIABLE
                        || element.getKind() == ElementKind.RESOURCE_VARIABLE);
    }

    /** Whether it has a type of its own in the source, and one that says no more than its name. */
    private boolean isTyped(VariableTree variable) {
        if (variable.getType() == null || unit.positions().getEndPosition(unit.tree(), variable.getType()) < 0) {
            return false;
        }
        var written = unit.text(variable.getType());
        return !written.equals("var")
                && !written.contains("@")
                && variable.getModifiers().getAnnotations().isEmpty();
    }

    private Optional<TypeMirror> typeOf(ExpressionTree initialiser) {
        return initialiser == null || takesItsTypeFromItsPlace(initialiser)
                ? Optional.empty()
                : Optional.ofNullable(syntax.trees().getTypeMirror(new TreePath(getCurrentPath(), initialiser)));
    }

    /** Whether the compiler infers its type from the variable: without it, the type might be another. */
    private boolean takesItsTypeFromItsPlace(ExpressionTree expression) {
        return switch (expression.getKind()) {
            case NULL_LITERAL, LAMBDA_EXPRESSION, MEMBER_REFERENCE, SWITCH_EXPRESSION -> true;
            case PARENTHESIZED -> takesItsTypeFromItsPlace(((ParenthesizedTree) expression).getExpression());
            case CONDITIONAL_EXPRESSION -> {
                var conditional = (ConditionalExpressionTree) expression;
                yield takesItsTypeFromItsPlace(conditional.getTrueExpression())
                        || takesItsTypeFromItsPlace(conditional.getFalseExpression());
            }
            case NEW_ARRAY -> ((NewArrayTree) expression).getType() == null;
            case NEW_CLASS ->
                unit.text(((NewClassTree) expression).getIdentifier()).endsWith("<>");
            case METHOD_INVOCATION -> isGenericInItsResult((MethodInvocationTree) expression);
            default -> false;
        };
    }

    private boolean isGenericInItsResult(MethodInvocationTree call) {
        return !(syntax.trees().getElement(new TreePath(getCurrentPath(), call)) instanceof ExecutableElement method)
                || method.getTypeParameters().stream()
                        .anyMatch(parameter -> method.getReturnType()
                                .toString()
                                .matches(".*\\b%s\\b.*".formatted(parameter.getSimpleName())));
    }

    /** What a loop over it yields. */
    private Optional<TypeMirror> elementOf(ExpressionTree looped) {
        var type = syntax.trees().getTypeMirror(new TreePath(getCurrentPath().getParentPath(), looped));
        if (type instanceof ArrayType array) {
            return Optional.of(array.getComponentType());
        }
        var open = new ArrayDeque<TypeMirror>();
        if (type instanceof DeclaredType) {
            open.add(type);
        }
        while (!open.isEmpty()) {
            var next = open.remove();
            if (next instanceof DeclaredType declared
                    && declared.getTypeArguments().size() == 1
                    && ((TypeElement) declared.asElement()).getQualifiedName().contentEquals("java.lang.Iterable")) {
                return Optional.of(declared.getTypeArguments().get(0));
            }
            open.addAll(syntax.types().directSupertypes(next));
        }
        return Optional.empty();
    }
}
