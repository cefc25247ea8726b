package norn.database.postgres;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one statement of a migration, by its words, would do that a migration may not. */
record SqlStatementCheck(List<String> words) {
    /** Stands for a text, whatever it says. */
    static final String TEXT = "'";

    /** Begins a quoted name. */
    static final String NAME = "\"";

    private static final Set<String> TRANSACTION = Set.of("BEGIN", "COMMIT", "ROLLBACK", "END", "ABORT");

    /** What a whole server has once, so that no migration of one database may change it. */
    private static final Set<String> SHARED =
            Set.of("DATABASE", "ROLE", "USER", "GROUP", "TABLESPACE", "SYSTEM", "SUBSCRIPTION", "PARAMETER");

    /** Those of them that rights are granted on; a table may be called role. */
    private static final Set<String> GRANTED = Set.of("DATABASE", "TABLESPACE", "PARAMETER");

    /** What is wrong with it; empty where nothing is. */
    Optional<String> problem() {
        return transaction()
                .or(this::beyond)
                .or(this::anotherRole)
                .or(this::serverFile)
                .or(this::neverInTransaction);
    }

    /** What is wrong with the statements of a block; empty where nothing is. */
    Optional<String> problemOfBlock() {
        for (var i = 0; i < words.size(); i++) {
            var found = new SqlStatementCheck(words.subList(i, words.size())).beyondByObject();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Whether the server refuses it within a transaction. */
    boolean standsAlone() {
        return (Set.of("CREATE", "DROP").contains(word(0)) && words.contains("CONCURRENTLY"))
                || word(0).equals("VACUUM")
                || (word(0).equals("DISCARD") && word(1).equals("ALL"));
    }

    /** Whether rows follow it, up to a line that ends them. */
    boolean readsRows() {
        return word(0).equals("COPY") && words.contains("FROM") && words.contains("STDIN");
    }

    private Optional<String> transaction() {
        var first = word(0);
        if ((TRANSACTION.contains(first) && !isBackToSavepoint())
                || (Set.of("START", "PREPARE").contains(first) && word(1).equals("TRANSACTION"))) {
            return Optional.of(first + " of its own");
        }
        return Optional.empty();
    }

    /** Which stays within the transaction. */
    private boolean isBackToSavepoint() {
        return word(0).equals("ROLLBACK") && words.contains("TO");
    }

    private Optional<String> beyond() {
        var first = word(0);
        var second = word(1);
        var object = beyondByObject();
        if (object.isPresent()) {
            return object;
        }
        var on = words.indexOf("ON");
        if (first.equals("GRANT") || first.equals("REVOKE")) {
            if (on < 0) {
                return beyond(first + " of a role");
            }
            if (GRANTED.contains(word(on + 1)) && !Set.of("TO", "FROM", "").contains(word(on + 2))) {
                return beyond("%s ON %s".formatted(first, word(on + 1)));
            }
        }
        if ((first.equals("COMMENT") || first.equals("SECURITY")) && on > 0 && SHARED.contains(word(on + 1))) {
            return beyond("%s ON %s".formatted(first, word(on + 1)));
        }
        if (Set.of("REASSIGN", "DROP").contains(first) && second.equals("OWNED")) {
            return beyond(first + " OWNED");
        }
        return Optional.empty();
    }

    private Optional<String> beyondByObject() {
        var ofUser = word(1).equals("USER") && word(2).equals("MAPPING");
        return Set.of("CREATE", "ALTER", "DROP").contains(word(0)) && SHARED.contains(word(1)) && !ofUser
                ? beyond("%s %s".formatted(word(0), word(1)))
                : Optional.empty();
    }

    /** The statements that need to be, or to become, another role. What migrations create belongs to the owner without them. */
    private Optional<String> anotherRole() {
        var first = word(0);
        var said = String.join(" ", words.subList(0, Math.min(4, words.size())));
        if (said.matches("(SET|RESET) (SESSION |LOCAL )?(ROLE|AUTHORIZATION)\\b.*")) {
            return Optional.of("%s: migrations run as a role that can become no other".formatted(first + " ROLE"));
        }
        if (said.startsWith("ALTER DEFAULT PRIVILEGES") && isForRole()) {
            return Optional.of("ALTER DEFAULT PRIVILEGES FOR a role: leave FOR out, it means the owner");
        }
        if (first.equals("ALTER")) {
            var owner = words.indexOf("OWNER");
            if (owner > 0 && word(owner + 1).equals("TO") && !words.contains("RENAME")) {
                return Optional.of("OWNER TO: leave it out, everything belongs to the owner after the migration");
            }
        }
        if (first.equals("CREATE") && word(1).equals("SCHEMA") && words.contains("AUTHORIZATION")) {
            return Optional.of("AUTHORIZATION: leave it out, everything belongs to the owner after the migration");
        }
        return Optional.empty();
    }

    /** Before or behind the schema that it is for. */
    private boolean isForRole() {
        var of = words.indexOf("FOR");
        return of > 0 && Set.of("ROLE", "USER").contains(word(of + 1));
    }

    /** What the server refuses in a transaction, and Flyway begins one for all the same. */
    private Optional<String> neverInTransaction() {
        if (word(0).equals("ALTER") && words.contains("DETACH") && words.contains("CONCURRENTLY")) {
            return Optional.of(
                    "DETACH PARTITION … CONCURRENTLY: no transaction may hold it. Leave CONCURRENTLY out, nobody else"
                            + " is in the copy");
        }
        if (word(0).equals("REINDEX") && words.contains("CONCURRENTLY")) {
            return Optional.of(
                    "REINDEX … CONCURRENTLY: no transaction may hold it. Leave CONCURRENTLY out, nobody else is"
                            + " in the copy");
        }
        return Optional.empty();
    }

    private Optional<String> serverFile() {
        if (!word(0).equals("COPY") || words.contains("STDIN") || words.contains("STDOUT")) {
            return Optional.empty();
        }
        return beyond(words.contains("PROGRAM") ? "COPY … PROGRAM" : "COPY of a file of the server");
    }

    private static Optional<String> beyond(String what) {
        return Optional.of(what + " reaches beyond this database");
    }

    private String word(int index) {
        return index >= 0 && index < words.size() ? words.get(index) : "";
    }
}
