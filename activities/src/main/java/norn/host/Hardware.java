package norn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import norn.plan.Count;

/** Processors, memory, disk, and the speed of the links. */
record Hardware(HostRequirements settings) {
    private static final Pattern MEMORY = Pattern.compile("MemTotal:\\s+(\\d+) kB");
    private static final double GIGABYTE = 1e9;

    private static final Pattern FREE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
    private static final Path LOAD = Path.of("/proc/loadavg");

    void survey(HostSurvey.Findings findings) {
        var cpus = Runtime.getRuntime().availableProcessors();
        findings.value("cpus", cpus);
        if (cpus < settings.cpus()) {
            findings.shortfall("%s instead of at least %d".formatted(Count.of(cpus, "processor"), settings.cpus()));
        }
        load(findings);
        memory(findings);
        disk(findings);
        var wanted = settings.networkMegabits();
        if (wanted != null) {
            network(wanted, findings);
        }
    }

    /** How many processes want a processor, the mean of five minutes. */
    private static void load(HostSurvey.Findings findings) {
        try {
            findings.value("load", Double.parseDouble(Files.readString(LOAD).split(" ", -1)[1]));
        } catch (IOException | NumberFormatException unknown) {
            findings.shortfall("the load cannot be measured: " + unknown.getMessage());
        }
    }

    private void memory(HostSurvey.Findings findings) {
        try {
            var memoryInfo = Files.readString(Path.of("/proc/meminfo"));
            var free = FREE.matcher(memoryInfo);
            if (free.find()) {
                findings.value("memoryFreeGigabytes", rounded(Long.parseLong(free.group(1)) * 1024 / GIGABYTE));
            }
            var match = MEMORY.matcher(memoryInfo);
            if (!match.find()) {
                throw new IOException("no MemTotal");
            }
            var gigabytes = rounded(Long.parseLong(match.group(1)) * 1024 / GIGABYTE);
            findings.value("memoryGigabytes", gigabytes);
            if (gigabytes < settings.memoryGigabytes()) {
                findings.shortfall(
                        "%s GB of memory instead of at least %s".formatted(gigabytes, settings.memoryGigabytes()));
            }
        } catch (IOException unknown) {
            findings.shortfall("memory cannot be measured: " + unknown.getMessage());
        }
    }

    private void disk(HostSurvey.Findings findings) {
        try {
            var path = settings.diskPath().toAbsolutePath();
            while (!Files.exists(path) && path.getParent() != null) {
                path = path.getParent();
            }
            var store = Files.getFileStore(path);
            var size = rounded(store.getTotalSpace() / GIGABYTE);
            var free = rounded(store.getUsableSpace() / GIGABYTE);
            findings.value("diskGigabytes", size);
            findings.value("diskFreeGigabytes", free);
            if (size < settings.diskGigabytes()) {
                findings.shortfall("the volume of %s has %s GB instead of at least %s"
                        .formatted(settings.diskPath(), size, settings.diskGigabytes()));
            }
            var wanted = settings.diskFreeGigabytes();
            if (wanted != null && free < wanted) {
                findings.shortfall("the volume of %s has %s GB free instead of at least %s"
                        .formatted(settings.diskPath(), free, wanted));
            }
        } catch (IOException unknown) {
            findings.shortfall(
                    "the disk of %s cannot be measured: %s".formatted(settings.diskPath(), unknown.getMessage()));
        }
    }

    private static void network(double wanted, HostSurvey.Findings findings) {
        var fastest = OptionalDouble.empty();
        try (var links = Files.newDirectoryStream(Path.of("/sys/class/net"))) {
            for (var link : links) {
                var speed = speed(link);
                if (speed > fastest.orElse(0)) {
                    fastest = OptionalDouble.of(speed);
                }
            }
        } catch (IOException noLinks) {
            findings.shortfall("links cannot be looked at: " + noLinks.getMessage());
        }
        if (fastest.isEmpty()) {
            findings.shortfall("no link says how fast it is, at least %s Mbit/s are asked".formatted(wanted));
        } else {
            findings.value("networkMegabits", fastest.getAsDouble());
            if (fastest.getAsDouble() < wanted) {
                findings.shortfall("the fastest link has %s Mbit/s instead of at least %s"
                        .formatted(fastest.getAsDouble(), wanted));
            }
        }
    }

    private static double speed(Path link) {
        try {
            if (!Files.readString(link.resolve("operstate")).strip().equals("up")) {
                return 0;
            }
            return Double.parseDouble(Files.readString(link.resolve("speed")).strip());
        } catch (IOException | NumberFormatException notReported) {
            return 0;
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
