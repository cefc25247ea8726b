package norn.database.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import norn.database.postgres.SqlStatements;
import norn.limit.Limits;
import norn.plan.ShortText;

/**
 * What is in the database that Norn's role could not dump, or not restore from a dump: such a dump could be neither verified nor, when
 * the original is gone, used. All of it is known weeks before.
 */
public final class RestoreObstacles {
    /** Norn's own objects begin here; what is below belongs to PostgreSQL. */
    private static final String OURS = ">= 16384";

    private static final String OF_EXTENSION =
            "EXISTS (SELECT FROM pg_depend e WHERE e.classid = o.class AND e.objid = o.object AND e.deptype = 'e')";

    /** A function that came with its type, as those that make ranges: PostgreSQL owns it. */
    private static final String OF_TYPE =
            "EXISTS (SELECT FROM pg_depend t WHERE t.classid = 'pg_proc'::regclass AND t.objid = o.oid AND t.deptype ="
                    + " 'i')";

    /** Every object that has an owner, but for those that follow another, and what belongs to PostgreSQL or an extension. */
    private static final String OWNED = """
        SELECT o.owner, i.schema, i.type || ' ' || i.identity AS what FROM (
            SELECT 'pg_class'::regclass::oid AS class, oid AS object, relowner AS owner FROM pg_class
                WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relpersistence <> 't'
                  AND NOT EXISTS (SELECT FROM pg_depend s WHERE relkind = 'S' AND s.classid = 'pg_class'::regclass AND s.objid = pg_class.oid
                                    AND s.refclassid = 'pg_class'::regclass AND s.deptype IN ('a', 'i'))
            UNION ALL SELECT 'pg_namespace'::regclass, oid, nspowner FROM pg_namespace
                WHERE nspname NOT LIKE 'pg\\_%%' AND pg_get_userbyid(nspowner) <> 'pg_database_owner'
            UNION ALL SELECT 'pg_proc'::regclass, oid, proowner FROM pg_proc o WHERE NOT %s
            UNION ALL SELECT 'pg_type'::regclass, oid, typowner FROM pg_type t
                WHERE typtype IN ('e', 'd', 'r') OR EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')
            UNION ALL SELECT 'pg_operator'::regclass, oid, oprowner FROM pg_operator
            UNION ALL SELECT 'pg_collation'::regclass, oid, collowner FROM pg_collation
            UNION ALL SELECT 'pg_conversion'::regclass, oid, conowner FROM pg_conversion
            UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgowner FROM pg_ts_config
            UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictowner FROM pg_ts_dict
            UNION ALL SELECT 'pg_statistic_ext'::regclass, oid, stxowner FROM pg_statistic_ext
            UNION ALL SELECT 'pg_publication'::regclass, oid, pubowner FROM pg_publication
            UNION ALL SELECT 'pg_largeobject'::regclass, oid, lomowner FROM pg_largeobject_metadata
            UNION ALL SELECT 'pg_foreign_server'::regclass, oid, srvowner FROM pg_foreign_server
            UNION ALL SELECT 'pg_default_acl'::regclass, oid, defaclrole FROM pg_default_acl
        ) o, pg_identify_object(o.class, o.object, 0) i
        WHERE (o.object %s OR i.identity = 'public') AND NOT %s\
        """.formatted(OF_TYPE, OURS, OF_EXTENSION);

    /** A restore grants rights last: before that, only who has those of the schema's owner may own what is in it. */
    private static final String OF_OTHERS = """
        SELECT pg_get_userbyid(owner), count(*), array_to_string((array_agg(what ORDER BY what))[1:3], ', '),
               bool_or(n.nspowner IS NOT NULL AND NOT pg_has_role(owner, n.nspowner, 'USAGE'))
        FROM (%s) owned LEFT JOIN pg_namespace n ON n.nspname = owned.schema
        WHERE NOT pg_has_role(current_user, owner, 'USAGE')
           OR (NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AND NOT pg_has_role(owner, n.nspowner, 'USAGE'))
        GROUP BY owner ORDER BY 1\
        """.formatted(OWNED);

    private static final String NO_SUPERUSER = "NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AND ";

    /** What only a superuser may create, by name. */
    private static final List<String> OF_SUPERUSERS = List.of(
            "SELECT 'event trigger ' || evtname FROM pg_event_trigger o WHERE " + NO_SUPERUSER + "NOT "
                    + ofExtension("pg_event_trigger"),
            "SELECT 'publication ' || pubname || ' FOR ALL TABLES' FROM pg_publication WHERE " + NO_SUPERUSER
                    + "puballtables",
            "SELECT 'extension ' || e.extname FROM pg_extension e JOIN pg_available_extensions a ON a.name = e.extname"
                    + " JOIN pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version WHERE "
                    + NO_SUPERUSER + "v.superuser AND NOT v.trusted",
            "SELECT 'function ' || o.oid::regprocedure || CASE WHEN proleakproof THEN ' (leakproof)' ELSE ' in ' ||"
                    + " lanname END FROM pg_proc o JOIN pg_language l ON l.oid = prolang WHERE " + NO_SUPERUSER
                    + "o.oid " + OURS + " AND (proleakproof OR NOT lanpltrusted) AND prokind <> 'a' AND NOT "
                    + OF_TYPE + " AND NOT " + ofExtension("pg_proc"),
            "SELECT 'type ' || o.oid::regtype FROM pg_type o WHERE " + NO_SUPERUSER + "o.oid " + OURS
                    + " AND typtype = 'b' AND typelem = 0 AND NOT " + ofExtension("pg_type"),
            "SELECT 'operator class ' || opcname FROM pg_opclass o WHERE " + NO_SUPERUSER + "o.oid " + OURS
                    + " AND NOT " + ofExtension("pg_opclass"),
            "SELECT 'cast ' || castsource::regtype || ' AS ' || casttarget::regtype FROM pg_cast o WHERE "
                    + NO_SUPERUSER + "o.oid " + OURS + " AND castmethod = 'b' AND NOT " + ofExtension("pg_cast"),
            "SELECT 'text search parser ' || prsname FROM pg_ts_parser o WHERE " + NO_SUPERUSER + "o.oid " + OURS
                    + " AND NOT " + ofExtension("pg_ts_parser"),
            "SELECT 'text search template ' || tmplname FROM pg_ts_template o WHERE " + NO_SUPERUSER + "o.oid " + OURS
                    + " AND NOT " + ofExtension("pg_ts_template"),
            "SELECT 'language ' || lanname FROM pg_language o WHERE " + NO_SUPERUSER + "o.oid " + OURS + " AND NOT "
                    + ofExtension("pg_language"),
            "SELECT 'foreign data wrapper ' || fdwname FROM pg_foreign_data_wrapper o WHERE " + NO_SUPERUSER + "o.oid "
                    + OURS + " AND NOT " + ofExtension("pg_foreign_data_wrapper"));

    /** From PostgreSQL 15 on. */
    private static final String OF_SCHEMAS =
            "SELECT 'publication ' || pubname || ' FOR TABLES IN SCHEMA' FROM pg_publication p WHERE " + NO_SUPERUSER
                    + "EXISTS (SELECT FROM pg_publication_namespace n WHERE n.pnpubid = p.oid)";

    private static final String GRANTED_BY_OTHERS = """
        SELECT DISTINCT i.type || ' ' || i.identity, pg_get_userbyid(a.grantor) FROM (
            SELECT 'pg_class'::regclass::oid AS class, oid AS object, relowner AS owner, relacl AS acl FROM pg_class
            UNION ALL SELECT 'pg_namespace'::regclass, oid, nspowner, nspacl FROM pg_namespace
            UNION ALL SELECT 'pg_proc'::regclass, oid, proowner, proacl FROM pg_proc
            UNION ALL SELECT 'pg_type'::regclass, oid, typowner, typacl FROM pg_type
        ) o, aclexplode(o.acl) a, pg_identify_object(o.class, o.object, 0) i
        WHERE %s o.object %s AND a.grantor <> o.owner AND NOT %s ORDER BY 1\
        """.formatted(NO_SUPERUSER, OURS, OF_EXTENSION);

    private static final String UNREADABLE = """
        SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'm', 'S') AND c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
          AND NOT CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'SELECT') ELSE has_table_privilege(c.oid, 'SELECT') END
        ORDER BY 1\
        """;

    private static final String HIDDEN =
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p') AND relrowsecurity AND"
                    + " row_security_active(oid) ORDER BY 1";

    private static final String TABLESPACES = """
        SELECT spcname FROM pg_tablespace t WHERE spcname NOT IN ('pg_default', 'pg_global')
          AND EXISTS (SELECT FROM pg_class c WHERE c.reltablespace = t.oid) AND NOT has_tablespace_privilege(t.oid, 'CREATE')\
        """;

    private final Connection live;
    private final String user;

    /** In the database of that session, for that role. */
    public RestoreObstacles(Connection live, String user) {
        this.live = live;
        this.user = user;
    }

    /** Each, with what removes it; empty: there is none. */
    public List<String> problems() throws SQLException {
        var problems = new ArrayList<String>();
        problems.addAll(ofSuperusers());
        problems.addAll(SqlStatements.list(
                live,
                OF_OTHERS,
                row ->
                        "role %s owns %s: role %s could not restore it, so no dump can be verified. Change the owner, or %s"
                                .formatted(
                                        row.getString(1),
                                        owned(row.getInt(2), row.getString(3)),
                                        user,
                                        row.getBoolean(4)
                                                ? "ALTER ROLE %s SUPERUSER".formatted(user)
                                                : "GRANT %s TO %s".formatted(row.getString(1), user))));
        problems.addAll(SqlStatements.list(
                live,
                GRANTED_BY_OTHERS,
                row ->
                        "rights on %s were granted by %s, not by its owner: only a superuser could restore them. Let the owner grant them"
                                .formatted(shown(row.getString(1)), row.getString(2))));
        add(problems, UNREADABLE, "role %2$s may not read %1$s: pg_dump fails. GRANT pg_read_all_data TO %2$s");
        add(
                problems,
                HIDDEN,
                "row level security of %s hides rows from role %s: no dump, no check can see them. ALTER ROLE %2$s"
                        + " BYPASSRLS");
        add(
                problems,
                TABLESPACES,
                "role %2$s may not use tablespace %1$s, so it could not restore what lies there. GRANT CREATE ON"
                        + " TABLESPACE %1$s TO %2$s");
        return problems;
    }

    private List<String> ofSuperusers() throws SQLException {
        var found = new ArrayList<String>();
        for (var query : OF_SUPERUSERS) {
            found.addAll(SqlStatements.list(live, query, row -> shown(row.getString(1))));
        }
        if (live.getMetaData().getDatabaseMajorVersion() >= 15) {
            found.addAll(SqlStatements.list(live, OF_SCHEMAS, row -> shown(row.getString(1))));
        }
        if (found.isEmpty()) {
            return List.of();
        }
        return List.of(
                "only a superuser may create %s: role %s could not restore it, so no dump can be verified. Drop it if nothing needs it, or ALTER ROLE %2$s SUPERUSER"
                        .formatted(some(found), user));
    }

    private static String owned(int count, String first) {
        return count <= 3 ? shown(first) : "%s and %d more".formatted(shown(first), count - 3);
    }

    private void add(List<String> problems, String query, String message) throws SQLException {
        var found = SqlStatements.list(live, query, row -> shown(row.getString(1)));
        if (!found.isEmpty()) {
            problems.add(message.formatted(some(found), user));
        }
    }

    private static String some(List<String> found) {
        var more = found.size() - Limits.SHOWN_ITEMS;
        return more <= 0
                ? String.join(", ", found)
                : "%s and %d more".formatted(String.join(", ", found.subList(0, Limits.SHOWN_ITEMS)), more);
    }

    private static String shown(String name) {
        return ShortText.line(name, Limits.SHOWN_CHARACTERS);
    }

    private static String ofExtension(String catalog) {
        return "EXISTS (SELECT FROM pg_depend e WHERE e.classid = '%s'::regclass AND e.objid = o.oid AND e.deptype = 'e')"
                .formatted(catalog);
    }
}
