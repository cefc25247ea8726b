package norn.yaml;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A component whose text, or whose texts in a list or as a mapping's values, name entries of another mapping of the file. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Refers {
    /** The path of that mapping, such as {@code secrets} or {@code probes.named}. */
    String value();
}
