package norn.rehearsal.web;

/** A real defect, committed into the new release of the web service. */
public enum WebServiceFault {
    /** The release is good. */
    NONE("", ""),

    /** The list of orders asks for a column that no migration made: the service is healthy, and its first page answers 500. */
    ORDERS_PAGE("state, note FROM", "state, remark FROM"),

    /** Fulfilment writes into a column that no migration made: every page is good, and orders wait for ever. */
    QUEUE("(order_id, kind) SELECT", "(order_id, event) SELECT");

    private final String good;
    private final String bad;

    WebServiceFault(String good, String bad) {
        this.good = good;
        this.bad = bad;
    }

    String good() {
        return good;
    }

    String bad() {
        return bad;
    }
}
