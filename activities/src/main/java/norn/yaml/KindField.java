package norn.yaml;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a sealed interface whose records are each a {@link Kind}: the field of a file that says which of them is meant. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KindField {
    /** The field's name, such as {@code kind}. */
    String value();

    /** The kind where the file does not say; empty: it has to. */
    String otherwise() default "";
}
