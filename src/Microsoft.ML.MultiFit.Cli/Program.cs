using MultiFit.Cli;

return await MultiFitCommand.RunAsync(args, Terminal.OfProcess());
