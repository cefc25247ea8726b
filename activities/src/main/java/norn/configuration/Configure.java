package norn.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Set;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.files.AtomicFiles;
import norn.plan.Count;
import norn.plan.Order;
import norn.state.Evidence;

/** Completes a release's settings files: all are rendered and checked first, then each is written whole. */
final class Configure {
    Evidence run(Order order, Attempt attempt) {
        var release = new Releases(attempt.settings(CodeSettings.class)).directory(order.release());
        if (!Files.isDirectory(release)) {
            throw new ActionFailed(
                    "NotCheckedOut", release + ": does not exist", "Check the release out first, then RETRY.", false);
        }
        var files = SettingsRenderer.files(order, attempt.settings(ConfigurationSettings.class));
        if (files.isEmpty()) {
            return attempt.evidence().notNeeded("no settings file belongs to " + order.component());
        }
        var gaps = new ArrayList<String>();
        var contents = new LinkedHashMap<String, byte[]>();
        files.forEach((name, file) -> {
            var rendered = SettingsRenderer.render(name, file, release, attempt.host());
            gaps.addAll(SettingsRenderer.gaps(name, file, rendered));
            contents.put(name, rendered.bytes());
        });
        if (!gaps.isEmpty()) {
            throw SettingsRenderer.incomplete(gaps);
        }
        var written = new ArrayList<String>();
        for (var file : files.entrySet()) {
            attempt.checkFence();
            if (put(
                    Releases.inside(release, file.getValue().to()),
                    contents.getOrDefault(file.getKey(), new byte[0]),
                    file.getValue())) {
                written.add(file.getValue().to());
            }
        }
        attempt.evidence().value("files", files.size()).value("written", written.size());
        return written.isEmpty()
                ? attempt.evidence().alreadySo(Count.of(files.size(), "settings file") + " complete")
                : attempt.evidence().done("settings complete: " + String.join(", ", written));
    }

    /** Whether it had to be written. A link in its place is replaced, not followed: others may use what it leads to. */
    private static boolean put(Path target, byte[] content, ConfigurationSettings.ConfigurationFile file) {
        var permissions = permissions(file.mode());
        try {
            if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                    && Arrays.equals(Files.readAllBytes(target), content)
                    && Files.getPosixFilePermissions(target).equals(permissions)) {
                return false;
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + target, unreadable);
        }
        AtomicFiles.write(target, content, permissions);
        return true;
    }

    /** {@code 640} as a set. */
    static Set<PosixFilePermission> permissions(String octal) {
        var text = new StringBuilder();
        for (var i = 0; i < octal.length(); i++) {
            var bits = octal.charAt(i) - '0';
            text.append((bits & 4) != 0 ? 'r' : '-')
                    .append((bits & 2) != 0 ? 'w' : '-')
                    .append((bits & 1) != 0 ? 'x' : '-');
        }
        return PosixFilePermissions.fromString(text.toString());
    }
}
