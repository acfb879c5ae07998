using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace QuickStart;

/// <summary>A Debian package's translated description.</summary>
/// <param name="Package">The package.</param>
/// <param name="Source">The source package it is built from. Packages of one source have nearly the same description.</param>
/// <param name="Section">Debian's shelf for it, such as <c>games</c> or <c>sound</c>.</param>
/// <param name="Text">The description: a first line, then paragraphs, a line each.</param>
internal sealed record PackageDescription(string Package, string Source, string Section, string Text)
{
    /// <summary>What the package is about, or null for the sections that say how it is made rather than what it is for.</summary>
    public string? Topic => Section switch
    {
        "games" => "games",
        "net" or "web" or "mail" => "network",
        "science" or "electronics" => "science",
        "admin" => "admin",
        "sound" or "video" => "multimedia",
        "text" or "editors" => "text",
        "devel" => "development",
        "graphics" => "graphics",
        _ => null,
    };

    /// <summary>
    /// A number in [0, 1) that depends on the source package's name alone. Splitting by it keeps near-duplicates on one side and gives the
    /// same split in every language and at every run.
    /// </summary>
    public double Position => BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Source))) / 4294967296.0;
}
