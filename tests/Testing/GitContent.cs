namespace Sluice.Testing;

/// <summary>What a made repository holds: files of deterministic noise, one commit for each.</summary>
public sealed record GitContent(int Files, int BytesPerFile, ulong Seed = 1)
{
    public static GitContent Small { get; } = new(3, 4096);

    public static GitContent OfMebibytes(int mebibytes) => new(Math.Max(1, mebibytes / 8), Math.Min(mebibytes, 8) << 20);

    public long TotalBytes => (long)Files * BytesPerFile;

    public static string NameOf(int file) => $"data/file-{file:0000}.bin";

    public byte[] BytesOf(int file) => DeterministicNoise.Create(BytesPerFile, Seed * 100_003 + (ulong)file + 1);
}
