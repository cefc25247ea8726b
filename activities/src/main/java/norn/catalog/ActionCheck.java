package norn.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import norn.action.Action;
import norn.catalog.RunbookDraft.StepDraft;
import norn.plan.Suggestion;
import norn.runbook.Durations;
import norn.runbook.Work;
import norn.yaml.YamlNode;

/** A step's action must be one that a machine here can do, with options that the action has. */
final class ActionCheck {
    private ActionCheck() {}

    /** Notes what is wrong with the step's action; an empty map of known actions: any will do. */
    static void check(StepDraft step, Work.Action action, Map<String, Action> known) {
        var written = step.node().field("do");
        if (known.isEmpty() || written == null) {
            return;
        }
        var served = known.get(action.name());
        if (served == null) {
            var names = known.keySet();
            var problem = written.problem("unknown action '%s'".formatted(action.name()));
            if (Suggestion.forWord(action.name(), names) == null) {
                problem.known(names);
            } else {
                problem.meant(action.name(), names);
            }
            return;
        }
        var options = new LinkedHashMap<String, Action.Option>();
        for (var option : served.options()) {
            options.put(option.name(), option);
        }
        var given = written.isMapping() ? written.field(action.name()) : null;
        if (given != null && given.isMapping()) {
            given.allow(options.keySet());
            given.fields().forEach((name, value) -> {
                var option = options.get(name);
                if (option != null) {
                    check(value, option.type());
                }
            });
        }
        for (var option : options.values()) {
            if (option.required() && !action.options().containsKey(option.name())) {
                written.problem("the action %s lacks its option %s: %s"
                        .formatted(action.name(), option.name(), option.description()));
            }
        }
    }

    private static void check(YamlNode value, Action.Option.Type type) {
        switch (type) {
            case TEXT -> {
                if (!value.isScalar()) {
                    value.problem("is " + value.kind()).expected("text");
                }
            }
            case NUMBER -> {
                if (!value.isNumber()) {
                    value.problem("is " + value.kind()).expected("a number");
                }
            }
            case FLAG -> {
                if (!value.isFlag()) {
                    value.problem("is " + value.kind()).expected("true or false");
                }
            }
            case LIST, COMPONENTS -> {
                if (!value.isList()) {
                    value.problem("is " + value.kind()).expected("a list");
                }
            }
            case OBJECT -> {
                if (!value.isMapping()) {
                    value.problem("is " + value.kind()).expected("a mapping with fields");
                }
            }
            case DURATION -> duration(value);
        }
    }

    private static void duration(YamlNode value) {
        try {
            Durations.parse(value.isScalar() ? value.text() : "");
        } catch (IllegalArgumentException notOne) {
            value.problem(String.valueOf(notOne.getMessage()));
        }
    }
}
