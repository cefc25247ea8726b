package aiworld.web;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** The server's side of one WebSocket: the handshake, then an answer for each text, until one side closes. */
final class WebSocket {
    private static final int TEXT = 1, CLOSE = 8, PING = 9, PONG = 10;
    private static final long LONGEST = 64 * 1024;

    private final DataInputStream in;
    private final OutputStream out;

    WebSocket(DataInputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    void serve(Request request, String release, UnaryOperator<String> answer) throws IOException {
        String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Release: " + release
                + "\r\nSec-WebSocket-Accept: " + accept(request.header("sec-websocket-key")) + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        while (true) {
            int first = in.readUnsignedByte();
            byte[] payload = payload();
            switch (first & 15) {
                case TEXT -> send(TEXT, answer.apply(new String(payload, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
                case PING -> send(PONG, payload);
                case CLOSE -> {
                    send(CLOSE, payload);
                    return;
                }
                default -> {}
            }
        }
    }

    private byte[] payload() throws IOException {
        int second = in.readUnsignedByte();
        long length = second & 127;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        if (length < 0 || length > LONGEST) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] mask = (second & 128) != 0 ? in.readNBytes(4) : new byte[4];
        byte[] payload = in.readNBytes((int) length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    private void send(int kind, byte[] payload) throws IOException {
        out.write(128 | kind);
        if (payload.length < 126) {
            out.write(payload.length);
        } else {
            out.write(126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        }
        out.write(payload);
        out.flush();
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
