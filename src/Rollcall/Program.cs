return await Rollcall.Cli.RollcallCli.RunAsync(args);
