package norn.database.migration;

import java.io.Reader;
import java.io.StringReader;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** Gives Flyway exactly those migrations, each under the name that Flyway expects. */
final class MigrationResources implements ResourceProvider {
    private final List<MigrationResource> migrations;

    MigrationResources(List<MigrationFile> files) {
        migrations = files.stream().map(MigrationResource::new).toList();
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return migrations.stream()
                .filter(resource -> resource.getFilename().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return prefix.isEmpty() ? List.copyOf(migrations) : List.of(); // others are callbacks and repeatable migrations
    }

    /** One of them. */
    private static final class MigrationResource extends LoadableResource {
        private final MigrationFile file;

        MigrationResource(MigrationFile file) {
            this.file = file;
        }

        @Override
        public Reader read() {
            return new StringReader(file.sql());
        }

        @Override
        public String getAbsolutePath() {
            return file.path().toString();
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return file.path().toString();
        }

        @Override
        public String getFilename() {
            return file.script();
        }

        @Override
        public String getRelativePath() {
            return file.script();
        }
    }
}
