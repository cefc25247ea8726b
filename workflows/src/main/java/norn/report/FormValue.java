package norn.report;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a line of a form says. */
public sealed interface FormValue {
    /** Renders it as what it is; a forgotten variant does not compile. */
    <R> R render(Renderer<R> renderer);

    /** One overload a variant. */
    interface Renderer<R> {
        R render(NoData nothing);

        R render(Quantity quantity);

        R render(Moment moment);

        R render(Length length);

        R render(Words words);
    }

    /** Nobody measured or attested it. */
    record NoData() implements FormValue {
        @Override
        public <R> R render(Renderer<R> renderer) {
            return renderer.render(this);
        }
    }

    /** A number; {@code unit} is null where it has none. */
    record Quantity(double number, @Nullable String unit) implements FormValue {
        @Override
        public <R> R render(Renderer<R> renderer) {
            return renderer.render(this);
        }
    }

    /** A time; null: it has not come. */
    record Moment(@Nullable Instant at) implements FormValue {
        @Override
        public <R> R render(Renderer<R> renderer) {
            return renderer.render(this);
        }
    }

    /** A length of time; null: it is not over. */
    record Length(@Nullable Duration duration) implements FormValue {
        @Override
        public <R> R render(Renderer<R> renderer) {
            return renderer.render(this);
        }
    }

    /** Words; null: there are none. */
    record Words(@Nullable String text) implements FormValue {
        @Override
        public <R> R render(Renderer<R> renderer) {
            return renderer.render(this);
        }
    }

    /** A value of an evidence or an attestation: a quantity where it is a number, else words. */
    static FormValue of(Object value, @Nullable String unit) {
        return value instanceof Number number
                ? new Quantity(number.doubleValue(), unit)
                : new Words(String.valueOf(value));
    }
}
