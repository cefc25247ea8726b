package norn.yaml;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.regex.Pattern;

/** What of a command's words only a shell would understand; the command would fail, or do something else, on the day. */
final class ArgumentListCheck {
    private static final Pattern SHELL = Pattern.compile("(?:.*/)?(?:(?:ba|da|z|k|fi|a)?sh|ssh)");
    private static final Pattern OPERATOR = Pattern.compile("\\|\\|?|&&?|;|<|\\d?>>?(?:&\\d|/\\S*)?");
    private static final Pattern VARIABLE =
            Pattern.compile("(?:--?[A-Za-z][A-Za-z0-9-]*=|/\\S*/)?(?:\\$\\{?[A-Za-z_].*|\\$\\(.*\\).*|`.*`)|~(?:/.*)?");

    private ArgumentListCheck() {}

    /** Checks a field of that type: a list of words, or a list of such lists. */
    static void check(YamlNode field, Type type) {
        if (isListOfLists(type)) {
            for (var command : field.isList() ? field.items() : List.of(field)) {
                if (command.isList()) {
                    words(command.items());
                } else {
                    command.problem("is " + command.kind())
                            .expected("each command as a list of words, such as [[make, all], [make, install]]");
                }
            }
        } else if (!field.isNothing()) {
            words(field.itemsOrOne());
        }
    }

    private static boolean isListOfLists(Type type) {
        return type instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[0] instanceof ParameterizedType;
    }

    private static void words(List<YamlNode> words) {
        if (words.stream().anyMatch(word -> !word.isScalar() || word.isNothing()) || words.isEmpty()) {
            return;
        }
        var program = words.get(0).text();
        if (program.strip().matches("(?s).*\\s.*") && (words.size() == 1 || !program.startsWith("/"))) {
            words.get(0)
                    .problem("%s is taken for the name of a program"
                            .formatted(words.get(0).kind()))
                    .expected("a list of words, such as [%s]"
                            .formatted(program.strip().replaceAll("\\s+", ", ")));
        }
        if (words.stream().anyMatch(word -> SHELL.matcher(word.text()).matches())) {
            return; // this machine's, or another's
        }
        for (var word : words) {
            if (OPERATOR.matcher(word.text()).matches()) {
                word.problem("%s is given to the program as a word: no shell reads it".formatted(word.kind()))
                        .expected("[sh, -c, '…'], or a script");
            } else if (VARIABLE.matcher(word.text()).matches()) {
                word.problem("%s is taken as it stands: nothing in it is replaced".formatted(word.kind()))
                        .expected("the value written out, or [sh, -c, '…']");
            }
        }
    }
}
