package norn.source;

import java.util.List;
import norn.yaml.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The share of the moments at which all services were up, in percent.
 *
 * @param services names in the section services
 */
@Kind("uptime")
record UptimeSource(List<String> services) implements Source {
    UptimeSource {
        services = ServicesUp.checked(services);
    }

    @Override
    public List<String> references() {
        return ServicesUp.references(services);
    }

    @Override
    public Reading read(Moment moment, @Nullable Reading before) throws InterruptedException {
        return ServicesUp.read(services, moment);
    }

    @Override
    public @Nullable Double value(Window window) {
        return window.readings().stream()
                .mapToDouble(reading -> ServicesUp.isUp(reading) ? 100 : 0)
                .average()
                .orElse(0);
    }
}
