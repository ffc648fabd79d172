namespace Ingest.Emulator.Events;

/// <summary>The words that generated rows are made of, with the characters that break careless readers.</summary>
internal static class Phrases
{
    public static IReadOnlyList<Category> Categories { get; } =
    [
        new("art", ["Watercolour", "Charcoal Sketch", "Mural", "Still Life", "Linocut"]),
        new("beauty", ["Winged Eyeliner", "Nail Art", "Skin Care", "Braids", "Curtain Bangs"]),
        new("christmas", ["Christmas Tree", "Wreath", "Advent Calendar", "Gingerbread House", "Stocking"]),
        new("diy-and-crafts", ["Macramé", "Paper Flowers", "Resin Coasters", "Candle Making", "Origami"]),
        new("education", ["Phonics", "Fractions", "Classroom Décor", "Lesson Plan", "Reading Corner"]),
        new("event-planning", ["Seating Chart", "Baby Shower", "Centrepiece", "Invitations", "Guest List"]),
        new("finance", ["Budget Planner", "Side Hustle", "Savings Challenge", "Debt Snowball", "Emergency Fund"]),
        new("home-decor", ["Living Room", "Gallery Wall", "Reading Nook", "Farmhouse Kitchen", "Entryway"]),
        new("mens-fashion", ["Street Style", "Linen Suit", "Chelsea Boots", "Summer Outfit", "Overcoat"]),
        new("quotes", ["Life Lessons", "Self Love", "Motivation", "Friendship", "Gratitude"]),
        new("tattoos", ["Koi Fish", "Fine Line", "Sleeve", "Lotus", "Compass"]),
        new("travel", ["Packing List", "Lisbon", "Road Trip", "Hidden Beaches", "Night Train"]),
        new("vehicles", ["Camper Van", "Classic Roadster", "Café Racer", "Pickup", "Electric Bike"]),
    ];

    /// <summary>{0} is a number, {1} a subject.</summary>
    public static IReadOnlyList<string> Titles { get; } =
    [
        "{0} {1} Ideas You Will Want to Try",
        "The \"Only\" {1} Guide You Need | Step by Step",
        "{1}: {0} Things I Wish I Had Known",
        "How to Start with {1} – Even on a Budget",
        "{1}\u00a0✨ {0} Easy Examples",
        "{0}+ {1} Inspirations ❤️🔥",
        "ＴＯＰ {0} {1}",
        "{1} for Beginners\n",
        "Как выбрать: {1} ({0})",
        "{1} \\ {0} Minutes a Day",
    ];

    /// <summary>{0} is a subject.</summary>
    public static IReadOnlyList<string> Descriptions { get; } =
    [
        "Looking for {0} ideas? These will surprise you and cost next to nothing to make.",
        "I tried \"{0}\" for a month, and this is what nobody tells you about it…",
        "All you need to know about {0}\u00a0– with pictures, a shopping list and a free printable.",
        "{0} | save this for later | more on the blog 👉",
        "Made with love 💕 and patience.\nFull instructions for {0} below.",
        "The best {0} of the year, picked by our readers; 100% honest & tested.",
        "Ein Klassiker: {0} – größer, schöner, günstiger.",
        "手作り {0} のアイデア、初心者でも簡単。",
    ];

    public static IReadOnlyList<string> TagEndings { get; } =
        ["Ideas", "Inspiration", "For Beginners", "Aesthetic", "Diy", "Design", "Tips", "2022"];

    public static IReadOnlyList<string> Posters { get; } =
    [
        "The Paper Lantern", "Oak & Olive | Lifestyle Blog", "Maren Dahl", "Studio Nordlicht", "Mr. \"Quick\" Fix", "Casa Limón",
        "Two Left Mittens", "Hélène Marchand", "The Slow Weekender", "Inkwell & Co", "東京さんぽ", "Bright Side Budget", "Kofi Mensah",
        "Petrol and Pine", "Lena's Classroom 🍎", "Wanderlust\u00a0Diaries", "Fern Hollow", "The Daily Hem", "Roberta Quill", "Small Rooms",
    ];

    public static IReadOnlyList<string> FirstNames { get; } =
    [
        "Aaron", "Abigail", "Adam", "Alicia", "Amanda", "Andrew", "Brian", "Carlos", "Chloë", "Daniel", "Diana", "Dylan", "Elena", "Eric",
        "Grace", "Hannah", "Isaac", "Jesse", "Julia", "Kevin", "Laura", "Maria", "Nathan", "Olivia", "Rachel", "Samuel", "Tara", "Zoe",
    ];

    public static IReadOnlyList<string> LastNames { get; } =
    [
        "Abbott", "Acosta", "Adams", "Aguirre", "Ali", "Alvarez", "Baker", "Bennett", "Chen", "Daniels", "Davis", "Edwards", "Flores",
        "Garcia", "Holmes", "Jensen", "Khan", "Lopez", "Martinez", "Nguyen", "O'Brien", "Patel", "Rossi", "Smith-Jones", "Turner", "Young",
    ];
}
