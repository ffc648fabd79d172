using System.Globalization;
using Ingest.Emulator.Drawing;

namespace Ingest.Emulator.Events;

/// <summary>What a generated pin says, with the sentinels that the classic source writes where it knows nothing.</summary>
internal sealed record GeneratedPin(
    string Category, string UniqueId, string Kind, string Title, string Description, string PosterName, string FollowerCount, string TagList, string ImageSource)
{
    public const string NoImage = "Image src error.";

    private const string StoryKind = "multi-video(story page format)";
    private const string NoStory = "No description available Story format";
    private const string NoDescription = "No description available";
    private const string NoTags = "N,o, ,T,a,g,s, ,A,v,a,i,l,a,b,l,e";
    private const string NoUser = "User Info Error";
    private const string NoTitle = "No Title Data Available";

    private const int PinsCounted = 3_138;

    public static GeneratedPin Draw(RowDice dice)
    {
        var category = dice.Pick(Phrases.Categories);
        var id = UniqueIdFrom(dice);
        var unlisted = dice.Happens(22, PinsCounted);
        var story = dice.Happens(192, PinsCounted - 22);
        if (unlisted)
        {
            return new GeneratedPin(category.Name, id, StoryKind, NoTitle, NoStory, NoUser, NoUser, NoTags, NoImage);
        }

        return new GeneratedPin(
            category.Name,
            id,
            story ? StoryKind : dice.Happens(3, 93) ? "video" : "image",
            TitleFrom(dice, category),
            story ? NoStory : dice.Happens(50, PinsCounted) ? NoDescription : DescriptionFrom(dice, category),
            dice.Pick(Phrases.Posters),
            FollowersFrom(dice),
            dice.Happens(18, PinsCounted) ? NoTags : TagsFrom(dice, category),
            story && dice.Happens(35, 152) ? NoImage : ImageFrom(dice));
    }

    private static string UniqueIdFrom(RowDice dice)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, dice.NextWord());
        BitConverter.TryWriteBytes(bytes[8..], dice.NextWord());
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private static string TitleFrom(RowDice dice, Category category)
    {
        if (dice.Happens(3, PinsCounted))
        {
            return dice.Happens(2, 3) ? "Untitled" : "";
        }

        var subject = dice.Pick(category.Subjects);
        return string.Format(CultureInfo.InvariantCulture, dice.Pick(Phrases.Titles), 2 + dice.Below(98), subject);
    }

    private static string DescriptionFrom(RowDice dice, Category category) =>
        string.Join(' ', Enumerable.Range(0, 2 + dice.Below(2)).Select(_ =>
            string.Format(CultureInfo.InvariantCulture, dice.Pick(Phrases.Descriptions), dice.Pick(category.Subjects))));

    /// <summary>Three in four in thousands, one in fourteen in millions, the rest in full.</summary>
    private static string FollowersFrom(RowDice dice) => dice.Below(100) switch
    {
        < 75 => $"{1 + (int)(dice.NextSkewed() * 998)}k",
        < 82 => $"{1 + (int)(dice.NextSkewed() * 19)}M",
        _ => $"{(int)(dice.NextSkewed() * 1000)}",
    };

    private static string TagsFrom(RowDice dice, Category category) =>
        string.Join(',', Enumerable.Range(0, 4 + dice.Below(5)).Select(_ => $"{dice.Pick(category.Subjects)} {dice.Pick(Phrases.TagEndings)}"));

    private static string ImageFrom(RowDice dice)
    {
        var name = dice.Hex(16) + dice.Hex(16);
        return $"https://images.example/originals/{name[..2]}/{name[2..4]}/{name[4..6]}/{name}.jpg";
    }
}
