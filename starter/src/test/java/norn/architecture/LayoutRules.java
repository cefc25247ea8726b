package norn.architecture;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import norn.architecture.WorkingTree.TextFile;

/** How files are named and laid out; each rule answers with its violations, each one line for people. */
final class LayoutRules {
    static final int MOST_FILES_OF_A_PACKAGE = 30;

    private LayoutRules() {}

    static List<String> oversizedPackages(Collection<TextFile> files) {
        return grouped(files.stream()
                        .filter(TextFile::isJava)
                        .filter(file -> !file.name().equals("package-info.java"))
                        .toList())
                .entrySet()
                .stream()
                .filter(folder -> folder.getValue().size() > MOST_FILES_OF_A_PACKAGE)
                .map(folder -> "%s: has %d files. Expected: at most %d. Split it by what its types are about."
                        .formatted(folder.getKey(), folder.getValue().size(), MOST_FILES_OF_A_PACKAGE))
                .toList();
    }

    /** Files that are one file on a disk that does not tell cases apart. */
    static List<String> caseTwins(Collection<TextFile> files) {
        return files.stream()
                .collect(Collectors.groupingBy(
                        file -> file.path().toLowerCase(Locale.ROOT),
                        TreeMap::new,
                        Collectors.mapping(TextFile::path, Collectors.toList())))
                .values()
                .stream()
                .filter(paths -> paths.size() > 1)
                .map(paths -> "%s: differ only in case. Rename one.".formatted(String.join(", ", paths)))
                .toList();
    }

    private static Map<String, List<TextFile>> grouped(Collection<TextFile> files) {
        return files.stream().collect(Collectors.groupingBy(TextFile::folder, TreeMap::new, Collectors.toList()));
    }
}
