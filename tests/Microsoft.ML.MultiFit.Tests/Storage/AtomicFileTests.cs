namespace Microsoft.ML.MultiFit.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Replaces_the_file_and_leaves_nothing_else()
    {
        var path = _folder.File("model");
        AtomicFile.Write(path, stream => stream.Write("a longer first version"u8));
        AtomicFile.Write(path, stream => stream.Write("second"u8));
        Assert.Equal("second", File.ReadAllText(path));
        Assert.Equal(["model"], _folder.FileNames);
    }

    [Fact]
    public void The_file_is_not_there_before_it_is_whole()
    {
        var path = _folder.File("model");
        AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            stream.Flush();
            Assert.False(File.Exists(path));
        });
        Assert.True(File.Exists(path));
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(OperationCanceledException))]
    public void A_failed_write_keeps_the_old_file(Type failure)
    {
        var path = _folder.File("model");
        File.WriteAllText(path, "old");
        var thrown = Assert.Throws(failure, () => AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            throw (Exception)Activator.CreateInstance(failure, "No space left on device")!;
        }));
        if (failure != typeof(OperationCanceledException))
            Assert.StartsWith($"{path}: cannot be written (", thrown.Message);
        Assert.Contains("No space left", thrown.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["model"], _folder.FileNames);
    }

    [Fact]
    public void A_full_disk_is_reported_with_the_path()
    {
        if (!File.Exists("/dev/full"))
            return;
        var thrown = Assert.Throws<IOException>(() => AtomicFile.Write("/dev/full", stream => stream.Write(new byte[100_000])));
        Assert.StartsWith("/dev/full: cannot be written (", thrown.Message);
        Assert.True(File.Exists("/dev/full"));
    }

    [Theory]
    [InlineData("missing/model", "there is no folder '")]
    [InlineData("file/model", "there is no folder '")]
    [InlineData("folder", "this is a folder, ")]
    public void An_impossible_target_is_named_before_and_at_writing(string name, string problem)
    {
        var path = _folder.File(name);
        File.WriteAllText(_folder.File("file"), "");
        Directory.CreateDirectory(_folder.File("folder"));
        bool called = false;
        foreach (var attempt in new Action[] { () => AtomicFile.CheckWritable(path), () => AtomicFile.Write(path, _ => called = true) })
        {
            Assert.StartsWith($"{path}: {problem}", Assert.ThrowsAny<IOException>(attempt).Message);
        }

        Assert.False(called);
        Assert.Equal(["file", "folder"], _folder.FileNames.Order());
    }

    [Fact]
    public void Checking_leaves_the_target_and_its_folder_as_they_are()
    {
        var path = _folder.File("model");
        AtomicFile.CheckWritable(path);
        Assert.Empty(_folder.FileNames);
        File.WriteAllText(path, "old");
        AtomicFile.CheckWritable(path);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["model"], _folder.FileNames);
    }

    [Fact]
    public void What_a_killed_writer_left_is_removed_and_what_another_writes_is_not()
    {
        var abandoned = Temporary(".multifit-abandoned.tmp", hours: 2);
        Temporary(".multifit-new.tmp", hours: 0);
        Temporary("theirs.tmp", hours: 2);
        var slow = Temporary(".multifit-slow.tmp", hours: 2);
        using (new FileStream(slow, FileMode.Open, FileAccess.ReadWrite))
            AtomicFile.Write(_folder.File("model"), stream => stream.Write("whole"u8));
        Assert.Equal([".multifit-new.tmp", ".multifit-slow.tmp", "model", "theirs.tmp"], _folder.FileNames.Order(StringComparer.Ordinal));
        Assert.False(File.Exists(abandoned));

        string Temporary(string name, int hours)
        {
            var path = _folder.File(name);
            File.WriteAllText(path, "half");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-hours));
            return path;
        }
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        var path = _folder.File("link");
        File.WriteAllText(_folder.File("model"), "old");
        File.CreateSymbolicLink(path, _folder.File("model"));
        AtomicFile.Write(path, stream => stream.Write("new"u8));
        Assert.NotNull(new FileInfo(path).LinkTarget);
        Assert.Equal("new", File.ReadAllText(_folder.File("model")));
    }
}
