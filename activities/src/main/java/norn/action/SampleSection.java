package norn.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The commented samples of the environment file's sections, each {@code sample.yaml} beside its capability. */
public final class SampleSection {
    private SampleSection() {}

    /** The sample beside that class. */
    public static String of(Class<? extends Capability<?>> capability) {
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
