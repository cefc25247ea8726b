package norn.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The commented samples of the environment file's sections, each {@code sample.yaml} beside its capability. */
final class SampleSection {
    private SampleSection() {}

    /** The sample beside that class. */
    static String of(Class<?> capability) {
        try (var in = capability.getResourceAsStream("sample.yaml")) {
            if (in == null) {
                throw new IllegalStateException("%s: no sample.yaml beside it".formatted(capability));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
