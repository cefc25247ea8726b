package norn.channel;

import static norn.action.NamedAction.harmless;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;
import norn.action.SampleSection;

/** Channels: what people are told. */
public final class ChannelCapability implements Capability<ChannelSettings> {
    @Override
    public String section() {
        return "channels";
    }

    @Override
    public Class<ChannelSettings> settings() {
        return ChannelSettings.class;
    }

    @Override
    public String sample() {
        return SampleSection.of(ChannelCapability.class);
    }

    @Override
    public List<Action> actions() {
        var announce = new Announcer();
        return List.of(
                harmless(
                        "announce",
                        "Tells an audience something, once.",
                        announce::announce,
                        Option.required("audience", Type.TEXT, "players, stakeholders, status-page or pager"),
                        Option.required("message", Type.TEXT, "the message's id"),
                        Option.optional("text", Type.TEXT, "what is added to it")),
                harmless(
                        "page",
                        "Calls those on call.",
                        announce::page,
                        Option.optional("about", Type.TEXT, "the step, gate or criterion"),
                        Option.optional("text", Type.TEXT, "what they must know")),
                harmless(
                        "test-channels",
                        "Sends a test through every channel but the players'.",
                        announce::test,
                        Option.optional("audience", Type.TEXT, "only this audience")));
    }
}
