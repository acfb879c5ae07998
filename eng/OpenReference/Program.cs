using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

// Copies an assembly and makes the named types public in the copy, so that the compiler accepts them in an attribute of ours.
// The copy is compiled against and never shipped; at run time the genuine assembly is loaded.
if (args.Length < 3)
{
    Console.Error.WriteLine("usage: OpenReference INPUT.dll OUTPUT.dll TYPE...");
    return 2;
}

var (input, output, names) = (args[0], args[1], args[2..].ToHashSet());
byte[] image = File.ReadAllBytes(input);
using (var file = new PEReader(new MemoryStream(image)))
{
    var reader = file.GetMetadataReader();
    int table = file.PEHeaders.MetadataStartOffset + reader.GetTableMetadataOffset(TableIndex.TypeDef);
    int rowSize = reader.GetTableRowSize(TableIndex.TypeDef);
    foreach (var handle in reader.TypeDefinitions)
    {
        var type = reader.GetTypeDefinition(handle);
        if (!names.Remove($"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}"))
            continue;

        // The flags are the first column of a row, four bytes, little-endian (ECMA-335, II.22.37).
        var flags = image.AsSpan(table + ((MetadataTokens.GetRowNumber(handle) - 1) * rowSize), sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(flags, (uint)((type.Attributes & ~TypeAttributes.VisibilityMask) | TypeAttributes.Public));
    }
}

if (names.Count > 0)
{
    Console.Error.WriteLine($"{input}: error : there is no type {string.Join(", ", names.Order())}.");
    return 1;
}

// Several builds may make the same file at once; each moves a whole one into place.
var folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
Directory.CreateDirectory(folder);
var temporary = Path.Combine(folder, Path.GetRandomFileName());
File.WriteAllBytes(temporary, image);
File.Move(temporary, output, overwrite: true);
return 0;
