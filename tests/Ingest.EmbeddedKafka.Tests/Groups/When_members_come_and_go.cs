using CsCheck;
using Ingest.EmbeddedKafka.Groups;
using Ingest.EmbeddedKafka.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.EmbeddedKafka.Tests.Groups;

/// <summary>The state machine of a group, without a broker around it.</summary>
public sealed class When_members_come_and_go
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task The_first_member_leads_and_the_second_waits_for_it_to_join_again()
    {
        var group = Group();
        var first = await JoinAsync(group, "");
        Assert.Equal((KafkaError.None, 1, first.MemberId), (first.Error, first.Generation, first.Leader));
        Assert.Equal("to a", await SyncAsync(group, first.MemberId, (first.MemberId, "to a")));

        var second = Join(group, "");
        Assert.False(second.IsCompleted);
        Assert.Equal(KafkaError.RebalanceInProgress, group.Heartbeat(first.MemberId, null, 1));
        var again = await Join(group, first.MemberId);

        Assert.Equal((2, 2), (again.Generation, (await second).Generation));
        Assert.Equal(2, again.Members.Count);
        Assert.Empty((await second).Members);
        Assert.Equal(KafkaError.IllegalGeneration, group.Heartbeat(first.MemberId, null, 1));
    }

    [Fact]
    public async Task A_member_without_an_id_is_told_one_and_must_come_again_with_it()
    {
        var group = Group();
        var told = await group.JoinAsync(Joining(""), "new-id", idFirst: true, maySkip: false);

        Assert.Equal((KafkaError.MemberIdRequired, "new-id"), (told.Error, told.MemberId));
        Assert.Equal(GroupState.Empty, group.State);
        Assert.Equal(KafkaError.None, (await Join(group, "new-id")).Error);
        Assert.Equal(KafkaError.UnknownMemberId, (await Join(group, "another")).Error);
    }

    [Fact]
    public async Task A_silent_member_is_out_when_its_session_ends()
    {
        var group = Group();
        var member = await JoinAsync(group, "");
        await SyncAsync(group, member.MemberId, (member.MemberId, ""));

        _time.Advance(TimeSpan.FromSeconds(9));
        group.Expire();
        Assert.Equal(GroupState.Stable, group.State);
        _time.Advance(TimeSpan.FromSeconds(1));
        group.Expire();

        Assert.Equal((GroupState.Empty, KafkaError.UnknownMemberId), (group.State, group.Heartbeat(member.MemberId, null, 1)));
    }

    [Fact]
    public async Task Who_does_not_join_a_rebalance_in_time_is_left_out()
    {
        var group = Group();
        var first = await JoinAsync(group, "");
        await SyncAsync(group, first.MemberId, (first.MemberId, ""));
        var second = Join(group, "");
        for (var i = 0; i < 7; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(9));
            Assert.Equal(KafkaError.RebalanceInProgress, group.Heartbeat(first.MemberId, null, 1));
            group.Expire();
        }

        Assert.Equal(KafkaError.UnknownMemberId, group.Heartbeat(first.MemberId, null, 1));
        Assert.Single((await second).Members);
    }

    [Fact]
    public async Task A_static_member_takes_its_place_again_and_the_old_one_is_fenced()
    {
        var group = Group();
        var before = await Join(group, "", "host-1");
        await SyncAsync(group, before.MemberId, (before.MemberId, "mine"));

        var after = await group.JoinAsync(Joining("", "host-1"), "after", idFirst: true, maySkip: true);

        Assert.Equal((KafkaError.None, 1, true), (after.Error, after.Generation, after.SkipAssignment));
        Assert.Equal("mine", await SyncAsync(group, after.MemberId));
        Assert.Equal(KafkaError.FencedInstanceId, group.Heartbeat(before.MemberId, "host-1", 1));
    }

    [Fact]
    public async Task Members_that_have_no_protocol_in_common_are_refused()
    {
        var group = Group();
        await JoinAsync(group, "");

        var other = await group.JoinAsync(Joining("") with { Protocols = [new GroupProtocol("unknown", [])] }, "x", idFirst: false, maySkip: false);

        Assert.Equal(KafkaError.InconsistentGroupProtocol, other.Error);
    }

    /// <summary>Whatever members do, in a stable group all have the same generation, and a restored group is as the stored one was.</summary>
    [Fact]
    public void Whatever_members_do_a_stable_group_has_one_generation_and_one_leader() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 5]).Array[1, 80].Sample(steps =>
        {
            var group = Group();
            var ids = new string[6];
            foreach (var (action, member) in steps)
            {
                Act(group, ids, action, member);
                Assert.True(group.Members.Count <= 6);
                if (group.State is GroupState.Stable or GroupState.CompletingRebalance)
                {
                    Assert.Contains(group.Members, one => one.Id == group.Leader);
                    Assert.All(group.Members, one => Assert.Null(one.Join));
                }

                if (group.State == GroupState.Stable)
                {
                    Assert.All(group.Members, one => Assert.Equal($"{group.Generation} {one.Id}", System.Text.Encoding.UTF8.GetString(one.Assignment)));
                    var restored = Group();
                    restored.Restore(group.ToStored());
                    Assert.Equal((group.Generation, group.Leader, group.Protocol), (restored.Generation, restored.Leader, restored.Protocol));
                }
            }
        });

    private void Act(Group group, string[] ids, int action, int member)
    {
        switch (action)
        {
            case 0:
                ids[member] = ids[member] is { } known && group.Find(known) is not null ? known : $"{member}-{Guid.NewGuid()}";
                _ = group.JoinAsync(Joining(group.Find(ids[member]) is null ? "" : ids[member]), ids[member], idFirst: false, maySkip: false);
                break;
            case 1 when ids[member] is { } id && group.Check(id, null, null) == KafkaError.None:
                _ = group.SyncAsync(id, () => group.Assign(
                    group.Generation, group.Members.ToDictionary(one => one.Id, one => System.Text.Encoding.UTF8.GetBytes($"{group.Generation} {one.Id}")), KafkaError.None));
                break;
            case 2 when ids[member] is { } id:
                group.Heartbeat(id, null, group.Generation);
                break;
            case 3 when ids[member] is { } id:
                group.Leave(id, null);
                break;
            default:
                _time.Advance(TimeSpan.FromSeconds(4));
                group.Expire();
                break;
        }
    }

    private Group Group() => new("g", TimeSpan.Zero, 10, _time);

    private static Joining Joining(string id, string? instance = null) => new(
        id, instance, "client", "/127.0.0.1", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60), "consumer", [new GroupProtocol("range", [1, 2])]);

    private static Task<JoinOutcome> Join(Group group, string id, string? instance = null) =>
        group.JoinAsync(Joining(id, instance), $"id-{Guid.NewGuid()}", idFirst: false, maySkip: false);

    private static Task<JoinOutcome> JoinAsync(Group group, string id) => Join(group, id);

    private static async Task<string> SyncAsync(Group group, string member, params (string Member, string Assignment)[] assignments) =>
        System.Text.Encoding.UTF8.GetString((await group.SyncAsync(member, () => group.Assign(
            group.Generation, assignments.ToDictionary(entry => entry.Member, entry => System.Text.Encoding.UTF8.GetBytes(entry.Assignment)), KafkaError.None))).Assignment);
}
