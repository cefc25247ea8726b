package norn.http;

import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/**
 * What hears of a WebSocket. The other side's farewell is always answered: without that, the connection counts as in use, also once
 * it is cancelled, until Java forgets it by chance.
 */
public abstract class SocketListener extends WebSocketListener {
    private static final int NORMAL = 1000;

    /** The other side has closed it with that code of RFC 6455. */
    protected abstract void closedByOther(int code);

    @Override
    public final void onClosing(WebSocket socket, int code, String reason) {
        socket.close(NORMAL, null);
        closedByOther(code);
    }
}
