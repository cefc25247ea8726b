package norn.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import norn.plan.Problem;

/** What is wrong with the files that are read together: checking collects, and throws once. */
public final class Problems {
    /** More than these do not help; the rest is counted. */
    static final int MAX_PROBLEMS = 200;

    private final Map<Problem, Note> notes = new LinkedHashMap<>();
    private int more;

    /** Adds a problem, of which its caller may say more; the same one twice is added once. */
    public Note add(String where, String what) {
        var problem = Problem.at(where, what);
        var known = notes.get(problem);
        if (known != null) {
            return known;
        }
        var note = new Note(problem);
        if (notes.size() < MAX_PROBLEMS) {
            notes.put(problem, note);
        } else {
            more++;
        }
        return note;
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return notes.isEmpty();
    }

    /** Everything that is wrong, in the order in which it was found. */
    public List<Problem> list() {
        var all = new ArrayList<Problem>();
        notes.values().forEach(note -> all.add(note.problem));
        if (more > 0) {
            all.add(Problem.at("and", "%d more problems".formatted(more)));
        }
        return List.copyOf(all);
    }

    /** Throws what {@code failure} makes of the problems, if there are any. */
    public <E extends RuntimeException> void throwIfAny(Function<List<Problem>, E> failure) {
        if (!isEmpty()) {
            throw failure.apply(list());
        }
    }

    /** A problem that is added already, and of which more may be said. */
    public static final class Note {
        private Problem problem;

        private Note(Problem problem) {
            this.problem = problem;
        }

        /** What is expected there. */
        public Note expected(String text) {
            problem = problem.expected(text);
            return this;
        }

        /** The words that are known there. */
        public Note known(Collection<String> words) {
            problem = problem.known(words);
            return this;
        }

        /** The known word that was probably meant, where one is near. */
        public Note meant(String written, Collection<String> words) {
            problem = problem.meant(written, words);
            return this;
        }

        /** What to do about it. */
        public Note remedy(String sentence) {
            problem = problem.remedy(sentence);
            return this;
        }
    }
}
