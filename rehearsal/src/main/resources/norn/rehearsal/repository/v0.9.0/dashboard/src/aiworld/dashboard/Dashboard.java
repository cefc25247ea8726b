package aiworld.dashboard;

import aiworld.web.HttpServer;
import aiworld.web.Json;
import aiworld.web.Log;
import aiworld.web.Metrics;
import aiworld.web.Refusal;
import aiworld.web.Release;
import aiworld.web.Response;
import aiworld.web.Settings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The dashboard: a page for each file in dashboard/modules, filled with what the AI service answers. */
public final class Dashboard {
    private static final Path MODULES = Path.of("dashboard/modules");

    private final Release release = Release.here();
    private final Settings settings = new Settings(Path.of("dashboard/.env.local"));
    private final String aiService = settings.get("AI_SERVICE_URL");

    public static void main(String[] args) throws IOException {
        try {
            if (args.length > 0 && args[0].equals("--check")) {
                System.out.println("ok " + Release.here().name() + " " + modules());
            } else {
                new Dashboard().run();
            }
        } catch (Refusal e) {
            Log.critical("FATAL " + e.getMessage());
            System.exit(3);
        }
    }

    private void run() {
        Log.info("dashboard, release " + release.name() + " in " + release.directory());
        HttpServer server = new HttpServer(release, new Metrics(), 0);
        server.page("GET /api/health", request -> Response.ok(
                Json.object("status", "ok", "service", "dashboard", "timestamp", Instant.now().toString())));
        server.page("GET /api/info", request -> Response.ok(Json.object("release", release.name(), "directory",
                release.directory().toString(), "pid", ProcessHandle.current().pid())));
        server.page("GET /api/modules", request -> Response.ok(Json.object("modules", modules())));
        server.page("GET /", request -> Response.text("text/html", index()));
        server.page("GET /modules/", request -> module(request.path().substring("/modules/".length())));
        server.serve(settings.number("PORT", 3000));
    }

    private static List<String> modules() throws IOException {
        try (Stream<Path> files = Files.list(MODULES)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".html"))
                    .map(name -> name.substring(0, name.length() - 5)).sorted().toList();
        }
    }

    private static String index() throws IOException {
        StringBuilder page = new StringBuilder("<!doctype html><title>AI world</title><h1>AI world</h1><ul>");
        for (String module : modules()) {
            page.append("<li><a href=\"/modules/").append(module).append("\">").append(module).append("</a></li>");
        }
        return page.append("</ul>").toString();
    }

    /** The first line of a module's file names the page of the AI service that fills it. */
    private Response module(String name) throws IOException {
        if (!modules().contains(name)) {
            return Response.error(404, "no such module");
        }
        String page = Files.readString(MODULES.resolve(name + ".html"));
        String source = page.substring("<!-- source: ".length(), page.indexOf(" -->"));
        HttpURLConnection connection = (HttpURLConnection) URI.create(aiService + source).toURL().openConnection();
        connection.setConnectTimeout(2000);
        connection.setReadTimeout(5000);
        int status = connection.getResponseCode();
        if (status != 200) {
            return Response.error(502, "the AI service answered " + status + " to " + source);
        }
        String data = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Response.text("text/html", page.replace("{{data}}", data.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
