package norn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import norn.host.HostSurvey.Findings;
import norn.plan.Count;
import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;

/** Processors, memory, disk, and the speed of the network links. */
record Hardware(HostRequirements settings) {
    private static final double GIGABYTE = 1e9;
    private static final double MEGABIT = 1e6;
    private static final int LOAD_AVERAGES = 3; // of one, five and fifteen minutes
    private static final int FIVE_MINUTES = 1;

    void survey(Findings findings) {
        var hardware = new SystemInfo().getHardware();
        processors(hardware, findings);
        memory(hardware, findings);
        disk(findings);
        var wanted = settings.networkMegabits();
        if (wanted != null) {
            network(hardware, wanted, findings);
        }
    }

    /** As many as this JVM may use: a container may have fewer than its machine. */
    private void processors(HardwareAbstractionLayer hardware, Findings findings) {
        var cpus = Runtime.getRuntime().availableProcessors();
        findings.value("cpus", cpus);
        if (cpus < settings.cpus()) {
            findings.shortfall("%s instead of at least %d".formatted(Count.of(cpus, "processor"), settings.cpus()));
        }
        var load = hardware.getProcessor().getSystemLoadAverage(LOAD_AVERAGES)[FIVE_MINUTES];
        if (load < 0) {
            findings.shortfall("the load cannot be measured");
        } else {
            findings.value("load", Math.round(load * 100) / 100.0);
        }
    }

    private void memory(HardwareAbstractionLayer hardware, Findings findings) {
        var memory = hardware.getMemory();
        var gigabytes = rounded(memory.getTotal() / GIGABYTE);
        if (gigabytes <= 0) {
            findings.shortfall("the memory cannot be measured");
            return;
        }
        findings.value("memoryGigabytes", gigabytes);
        findings.value("memoryFreeGigabytes", rounded(memory.getAvailable() / GIGABYTE));
        if (gigabytes < settings.memoryGigabytes()) {
            findings.shortfall(
                    "%s GB of memory instead of at least %s".formatted(gigabytes, settings.memoryGigabytes()));
        }
    }

    private void disk(Findings findings) {
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

    private static void network(HardwareAbstractionLayer hardware, double wanted, Findings findings) {
        var fastest = hardware.getNetworkIFs().stream()
                .filter(link -> link.getIfOperStatus() == NetworkIF.IfOperStatus.UP && link.getSpeed() > 0)
                .map(link -> link.getSpeed() / MEGABIT)
                .max(Comparator.naturalOrder());
        if (fastest.isEmpty()) {
            findings.shortfall("no network link reports its speed, at least %s Mbit/s are required".formatted(wanted));
            return;
        }
        findings.value("networkMegabits", fastest.get());
        if (fastest.get() < wanted) {
            findings.shortfall(
                    "the fastest network link has %s Mbit/s instead of at least %s".formatted(fastest.get(), wanted));
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
