package norn.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two small servers of a release, and a script in the manner of rAthena's {@code athena-start}: it returns at once, says that they
 * are started whatever became of them, and stops whatever process its pid files name.
 */
public record GameServers(Path folder, int loginPort, int mapPort) {
    private static final String SERVER = """
        #!/usr/bin/env python3
        import os, socket, sys
        name = os.path.basename(sys.argv[0])
        if os.path.exists(name + ".broken"):
            print("ERROR " + name + ": no table", flush=True)
            sys.exit(3)
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", int(sys.argv[1])))
        listener.listen(5)
        while True:
            listener.accept()[0].close()
        """;
    private static final String SCRIPT = """
        #!/bin/sh
        echo "$1" >> calls
        case $1 in
        start)
            ./login-server LOGIN & echo $! > login-server.pid
            ./map-server MAP & echo $! > map-server.pid
            echo "servers are started" ;;
        stop) for server in login-server map-server; do kill "$(cat $server.pid)"; rm $server.pid; done ;;
        status) test -n "$(ls ./*.pid 2>/dev/null)" || exit 3 ;;
        esac
        exit 0
        """;

    /** Puts them into that folder. */
    public static GameServers in(Path folder, int loginPort, int mapPort) throws IOException {
        Files.createDirectories(folder);
        for (var server : new String[] {"login-server", "map-server"}) {
            executable(folder.resolve(server), SERVER);
        }
        executable(
                folder.resolve("athena-start"),
                SCRIPT.replace("LOGIN", String.valueOf(loginPort)).replace("MAP", String.valueOf(mapPort)));
        return new GameServers(folder, loginPort, mapPort);
    }

    /** Makes a server end as soon as it is started. */
    public void breakServer(String name) throws IOException {
        Files.writeString(folder.resolve(name + ".broken"), "");
    }

    public void fixServer(String name) throws IOException {
        Files.delete(folder.resolve(name + ".broken"));
    }

    public Path pidFile(String name) {
        return folder.resolve(name + ".pid");
    }

    /** What the script was asked for so far, a word a line. */
    public String calls() throws IOException {
        return Files.readString(folder.resolve("calls"));
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make %s executable".formatted(file));
        }
    }
}
