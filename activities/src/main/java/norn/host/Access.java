package norn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Repository;
import norn.configuration.SettingsRenderer;

/** What Norn itself must be able to do here: write, know its secrets, reach the repository. */
record Access(HostRequirements settings, Attempt attempt) {
    void survey(HostSurvey.Findings findings) throws InterruptedException {
        for (var folder : settings.writable()) {
            writable(folder, findings);
        }
        for (var name : settings.secrets()) {
            secret(name, findings);
        }
        findings.value("secrets", settings.secrets().size());
        var code = attempt.host().section(CodeSettings.class);
        if (code.isEmpty()) {
            return;
        }
        try {
            findings.value("tags", new Repository(code.get(), attempt).tags().size());
        } catch (ActionFailed unreachable) {
            findings.shortfall("the repository cannot be read: " + unreachable.getMessage());
        }
    }

    private static void writable(Path folder, HostSurvey.Findings findings) {
        try {
            Files.delete(Files.createTempFile(folder, ".norn-", ".try"));
        } catch (IOException forbidden) {
            findings.shortfall("%s cannot be written in: %s".formatted(folder, forbidden));
        }
    }

    private void secret(String name, HostSurvey.Findings findings) {
        try {
            var value = attempt.host().secret(name).strip();
            if (value.isEmpty()) {
                findings.shortfall("secret %s has no value".formatted(name));
            } else if (SettingsRenderer.isPlaceholder(value)) {
                findings.shortfall("secret %s holds a placeholder".formatted(name));
            }
        } catch (RuntimeException missing) {
            findings.shortfall(String.valueOf(missing.getMessage()));
        }
    }
}
