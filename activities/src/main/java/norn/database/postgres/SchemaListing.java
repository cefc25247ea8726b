package norn.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A database's schema from the server's system catalogue, one object a line: it needs no pg_dump, and object ids play no part, so
 * that a restored database reads like its original.
 */
public final class SchemaListing {
    private static final String OURS = """
            n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg\\_temp\\_%'
            AND n.nspname NOT LIKE 'pg\\_toast\\_temp\\_%'""";

    private static final String NO_EXTENSION =
            " AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = %s.oid AND e.deptype = 'e')";

    private static final List<String> LINES = List.of(
            "SELECT concat_ws(' ', 'extension', extname, extversion) FROM pg_extension",
            "SELECT concat_ws(' ', 'schema', n.nspname, pg_get_userbyid(n.nspowner), coalesce(n.nspacl::text, '')) FROM pg_namespace n WHERE "
                    + OURS,
            "SELECT concat_ws(' ', 'relation', c.oid::regclass, c.relkind, c.relpersistence, pg_get_userbyid(c.relowner), coalesce(c.relacl::text, ''), c.relrowsecurity, c.relforcerowsecurity, coalesce(c.reloptions::text, '')) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
                    + OURS + NO_EXTENSION.formatted("c"),
            "SELECT concat_ws(' ', 'column', c.oid::regclass, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, coalesce(pg_get_expr(d.adbin, d.adrelid), ''), coalesce(a.attacl::text, '')) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND "
                    + OURS,
            "SELECT concat_ws(' ', 'constraint', coalesce(nullif(x.conrelid, 0)::regclass::text, ''), x.conname, pg_get_constraintdef(x.oid), x.convalidated) FROM pg_constraint x JOIN pg_namespace n ON n.oid = x.connamespace WHERE "
                    + OURS,
            "SELECT concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid), i.indisvalid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
                    + OURS,
            "SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid), pg_get_userbyid(p.proowner), coalesce(p.proacl::text, '')) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind IN ('f', 'p', 'w') AND "
                    + OURS + NO_EXTENSION.formatted("p"),
            "SELECT concat_ws(' ', 'aggregate', p.oid::regprocedure) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind = 'a' AND "
                    + OURS + NO_EXTENSION.formatted("p"),
            "SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), t.tgenabled) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND "
                    + OURS,
            "SELECT concat_ws(' ', 'view', c.oid::regclass, pg_get_viewdef(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND "
                    + OURS + NO_EXTENSION.formatted("c"),
            "SELECT concat_ws(' ', 'rule', pg_get_ruledef(r.oid)) FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.rulename <> '_RETURN' AND "
                    + OURS,
            "SELECT concat_ws(' ', 'sequence', s.seqrelid::regclass, s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmax, s.seqmin, s.seqcycle) FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
                    + OURS,
            "SELECT concat_ws(' ', 'type', t.oid::regtype, t.typtype, coalesce((SELECT string_agg(quote_literal(v.enumlabel), ',' ORDER BY v.enumsortorder) FROM pg_enum v WHERE v.enumtypid = t.oid), ''), coalesce(format_type(nullif(t.typbasetype, 0), t.typtypmod), '')) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype IN ('e', 'd', 'r') AND "
                    + OURS + NO_EXTENSION.formatted("t"),
            "SELECT concat_ws(' ', 'policy', schemaname || '.', tablename, policyname, permissive, roles::text, cmd, coalesce(qual, ''), coalesce(with_check, '')) FROM pg_policies",
            "SELECT concat_ws(' ', 'publication', pubname, puballtables) FROM pg_publication",
            "SELECT concat_ws(' ', 'default rights', pg_get_userbyid(defaclrole), defaclobjtype, defaclacl::text) FROM pg_default_acl",
            "SELECT concat_ws(' ', 'comment', i.identity, d.objsubid, d.description) FROM pg_description d, pg_identify_object(d.classoid, d.objoid, 0) i WHERE d.classoid IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass) AND i.schema NOT IN ('pg_catalog', 'information_schema')");

    private SchemaListing() {}

    /** The schema as the session sees it. Names are written the same whatever the session's search path. */
    public static String text(Connection connection) throws SQLException {
        SqlStatements.run(connection, "SET search_path = ''");
        var lines = new ArrayList<String>();
        for (var query : LINES) {
            lines.addAll(SqlStatements.list(connection, query, row -> String.valueOf(row.getString(1))));
        }
        lines.sort(null);
        return String.join("\n", lines);
    }
}
